import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { type Enforcement, type Observation, WRITE } from "../enforcement.ts";
import { serveCompiled } from "../fixtures/federate.ts";
import { shop, shopQuery } from "../fixtures/shop.ts";

const observe = async (query: string, change: Partial<Enforcement> = {}) => {
  const observations: Observation[] = [];
  const graph = shop();
  await using compiled = serveCompiled(graph, {
    enforcement: {
      key: "k",
      planned: null,
      instructionFor: () => WRITE,
      observed: new Map([["Product", "upc"]]),
      ...change,
    },
    onObserved: (observation) => {
      observations.push(observation);
    },
  });
  const answer = await compiled.ask(query);
  return { answer, observation: observations[0], fetches: graph.fetches };
};

/** Counts values by coordinate in an answer, knowing which field leads to which type. */
const countIn = (data: unknown): Readonly<Record<string, number>> => {
  const leads: Readonly<Record<string, string>> = {
    users: "User",
    author: "User",
    topProducts: "Product",
    product: "Product",
    reviews: "Review",
  };
  const counts: Record<string, number> = {};
  const visit = (value: unknown, typeName: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, below] of Object.entries(value)) {
      const items: unknown[] = Array.isArray(below) ? below : [below];
      for (const item of items) {
        if (item === null) continue;
        counts[`${typeName}.${key}`] = (counts[`${typeName}.${key}`] ?? 0) + 1;
        visit(item, leads[key] ?? "");
      }
    }
  };
  visit(data, "Query");
  return counts;
};

test("entities that stand in many places are written once and counted in each", async () => {
  const { parse } = await import("graphql");
  const { answer, observation } = await observe(shopQuery, { planned: parse(shopQuery) });
  expect(answer.errors).toBeUndefined();
  expect(Object.fromEntries(observation?.rows ?? [])).toEqual(countIn(answer.data));
  expect(observation?.subjects).toEqual(new Map([["Product", new Set(["1", "2"])]]));
});

test("a denial inside an entity that stands in many places is counted in each, and told once", async () => {
  const { parse } = await import("graphql");
  const query = "{ users { reviews { product { name price } } } }";
  const error = { message: "denied", extensions: { code: "HUB_FIELD_DENIED" } };
  const { answer } = await observe(query, {
    planned: parse("{ users { reviews { product { name } } } }"),
    instructionFor: (_, field) => (field.name.value === "price" ? { kind: "deny", error } : WRITE),
  });
  expect(answer).toEqual({
    data: {
      users: [
        { reviews: [{ product: { name: "Table", price: null } }, { product: { name: "Couch", price: null } }] },
        { reviews: [{ product: { name: "Table", price: null } }] },
      ],
    },
    errors: [
      {
        message: "denied",
        path: ["users", 0, "reviews", 0, "product", "price"],
        extensions: { code: "HUB_FIELD_DENIED", occurrences: 3 },
      },
    ],
  });
  expect(answer.errors?.[0]).not.toBeInstanceOf(GraphQLError);
});

test("what is planned has the identifiers of the observed, selected or not; the answer has not", async () => {
  const { parse } = await import("graphql");
  const query = "{ topProducts { name } }";
  const { answer, observation, fetches } = await observe(query, { planned: parse(query) });
  expect(answer.data).toEqual({ topProducts: [{ name: "Table" }, { name: "Couch" }] });
  expect(observation?.subjects.get("Product")).toEqual(new Set(["1", "2"]));
  expect(fetches[0]?.query).toContain("_hub_subject: upc");
});

test("nothing planned: nothing fetched, nothing observed", async () => {
  const { answer, observation, fetches } = await observe("{ topProducts { name } __typename }", { planned: null });
  expect(answer.data).toEqual({ topProducts: null, __typename: "Query" });
  expect(fetches).toEqual([]);
  expect(observation?.subjects.size).toBe(0);
});
