import { describe, expect, test } from "@jest/globals";
import type { CallerLimits } from "../limit/callers/caller-limits.ts";
import { classified, govern, reasons, type ShortGrant } from "./fixtures/govern.ts";

/** Police knows what is due and what was paid; housing works out what is owed. */
const subgraphs = {
  police: {
    typeDefs: classified(`
      type Query { people: [Person!] @open }
      type Person @key(fields: "id") { id: ID! @open place: String @open @division
        due: Fen @asked(AMOUNT_BAND) paid: Fen @asked(AMOUNT_BAND) }
    `),
    resolvers: { Query: { people: () => [{ id: "1", place: "411102", due: 500_000, paid: 460_400 }] } },
  },
  housing: {
    typeDefs: classified(`
      type Person @key(fields: "id") { id: ID! @open
        owed: Fen @asked(AMOUNT_BAND) @equation(of: ["Person.due", "Person.paid"]) }
    `),
    resolvers: { Person: { __resolveReference: (person: object) => person, owed: () => 39_600 } },
  },
};

type Outcomes = ShortGrant["items"];

const police = (due: string, paid: string, more: Partial<ShortGrant> = {}): ShortGrant => ({
  items: Object.fromEntries(
    Object.entries({ "Person.due": due, "Person.paid": paid }).filter(([, outcome]) => outcome !== "none"),
  ) as Outcomes,
  ...more,
});
const housing: ShortGrant = { items: { "Person.owed": "CLEAR" } };

const ask = async (grants: readonly ShortGrant[], query = "{ people { owed } }") => {
  await using graph = await govern(subgraphs, grants);
  const answer = await graph.ask(query);
  return { given: (answer.data as { people: object[] }).people[0], why: reasons(answer) };
};

const DENIED = { given: { owed: null }, why: ["people.0.owed EQUATION_NOT_GRANTED"] };

describe("S11: what is worked out from other fields is given no more clearly than these, whoever's grant gives them", () => {
  test.each<[string, readonly ShortGrant[], unknown]>([
    ["both clear: it is clear", [police("CLEAR", "CLEAR")], { given: { owed: 39_600 }, why: [] }],
    ["one masked: it is masked", [police("MASKED", "CLEAR")], { given: { owed: { min: 0, max: 50_000 } }, why: [] }],
    ["both masked: it is masked", [police("MASKED", "MASKED")], { given: { owed: { min: 0, max: 50_000 } }, why: [] }],
    ["one denied: it is denied", [police("CLEAR", "none")], DENIED],
    ["both denied: it is denied", [], DENIED],
    [
      "one for another purpose: it is denied",
      [police("CLEAR", "none"), police("none", "CLEAR", { purpose: "OTHER" })],
      DENIED,
    ],
    [
      "one ended: it is denied",
      [police("CLEAR", "none"), police("none", "CLEAR", { validTo: "2026-05-01T00:00:00Z" })],
      DENIED,
    ],
    [
      "given for other rows: it is denied",
      [{ ...housing, rowScope: ["411102"] }, police("CLEAR", "CLEAR", { rowScope: ["411103"] })],
      { given: { owed: null }, why: ["people.0.owed OUT_OF_SCOPE"] },
    ],
  ])("its terms are %s", async (_, grants, expected) => {
    const own = grants.some(({ items }) => "Person.owed" in items) ? [] : [housing];
    expect(await ask([...own, ...grants])).toEqual(expected);
  });

  test("what is masked or denied for it is masked or denied at its department as well", async () => {
    await using graph = await govern(subgraphs, [housing, police("MASKED", "CLEAR")]);
    await graph.ask("{ people { owed } }");
    const [told] = graph.envelopes.flatMap(({ subgraph, result }) => (subgraph === "housing" ? [result] : []));
    const { lines } = (told as Extract<typeof told, { kind: "valid" }>).envelope;
    expect(lines.flatMap(({ coordinates }) => [...coordinates])).toContainEqual(["Person.owed", "MASKED"]);
  });

  test("its terms are given without it, and told why it is not", async () => {
    const { given, why } = await ask([housing, police("CLEAR", "none")], "{ people { due paid owed } }");
    expect(given).toEqual({ due: 500_000, paid: null, owed: null });
    expect(why).toEqual(["people.0.paid NO_GRANT", "people.0.owed EQUATION_NOT_GRANTED"]);
    await using graph = await govern(subgraphs, [housing, police("CLEAR", "none")]);
    const { errors = [] } = await graph.ask("{ people { owed } }");
    expect(errors.map(({ message }) => message)).toEqual([
      "Person.owed is not shared with you: Person.paid, which is not granted, can be worked out from it.",
    ]);
  });

  test("a quota that is used up for a term is told as that", async () => {
    const callers: CallerLimits = { guessing: null, clock: () => Date.parse("2026-06-01T12:00:00Z") };
    const spent = police("CLEAR", "CLEAR", { quota: { requestsPerDay: 1 } });
    await using graph = await govern(subgraphs, [housing, spent], { callers });
    expect(reasons(await graph.ask("{ people { due owed } }"))).toEqual([]);
    expect(reasons(await graph.ask("{ people { owed } }"))).toEqual(["people.0.owed QUOTA"]);
  });

  test("whoever needs it is told to apply for its terms as well", async () => {
    await using graph = await govern(subgraphs, [housing]);
    const { data } = await graph.ask({
      query: `query ($operation: String!) { neededCoordinates(operation: $operation) }`,
      variables: { operation: "{ people { owed } }" },
    });
    expect(data).toEqual({
      neededCoordinates: ["Person.due", "Person.owed", "Person.paid", "Query.people"],
    });
  });

  test("an answer is held back when a term's grant is revoked in between", async () => {
    await using graph = await govern(subgraphs, [housing, police("CLEAR", "CLEAR")]);
    graph.beforeFetch = ({ subgraph }) => {
      if (subgraph === "housing") graph.setGrants([housing, police("CLEAR", "none")]);
    };
    expect(reasons(await graph.ask("{ people { owed } }"))).toEqual([" HUB_NO_GRANT"]);
  });
});

describe("S11: a file's grant that leaves an equation open is refused", () => {
  const together = {
    police: {
      ...subgraphs.police,
      typeDefs: subgraphs.police.typeDefs.replace(
        "paid:",
        `owed: Fen @item(level: L3, share: CONDITIONAL, mask: AMOUNT_BAND) @equation(of: ["Person.due"]) paid:`,
      ),
    },
  };

  test.each<[string, Outcomes, string]>([
    [
      "masked term",
      { "Person.owed": "CLEAR", "Person.due": "MASKED" },
      "g0.items.Person.owed: expected MASKED, as Person.due can be worked out from it and is given MASKED, got CLEAR",
    ],
    [
      "absent term",
      { "Person.owed": "MASKED" },
      "g0.items.Person.owed: expected nothing, as Person.due can be worked out from it and is given not at all, got MASKED",
    ],
    [
      "masked exception of a clear whole",
      { "Person.*": "CLEAR", "Person.due": "MASKED" },
      "g0.items.Person.owed: expected MASKED, as Person.due can be worked out from it and is given MASKED, got CLEAR",
    ],
  ])("%s", async (_, items, message) => {
    await expect(govern(together, [{ items }])).rejects.toThrow(message);
  });

  test("a whole equation is accepted", async () => {
    await using graph = await govern(together, [{ items: { "Person.*": "MASKED" } }]);
    expect(graph.catalogue().problems).toEqual([]);
  });
});
