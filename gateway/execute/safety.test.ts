import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type ExecutionResult, GraphQLError } from "graphql";
import { serveCompiled } from "./fixtures/federate.ts";
import { shop, shopQuery } from "./fixtures/shop.ts";
import type { SubgraphAnswer } from "./fetch/post.ts";

/** Any JSON, with the keys that matter here among it. */
const anything = fc.letrec((tie) => ({
  key: fc.constantFrom(
    "_entities",
    "_e0",
    "_e1",
    "users",
    "topProducts",
    "reviews",
    "product",
    "author",
    "upc",
    "id",
    "name",
    "price",
    "__typename",
    "__proto__",
    "constructor",
  ),
  leaf: fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.string(),
    fc.constantFrom("User", "Product", "Review", "Query"),
  ),
  value: fc.oneof({ depthSize: "medium" }, tie("leaf"), fc.array(tie("value"), { maxLength: 4 }), tie("object")),
  object: fc
    .array(fc.tuple(tie("key"), tie("value")), { maxLength: 5 })
    .map(
      (entries) =>
        JSON.parse(
          `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`,
        ) as unknown,
    ),
})).value;

test("subgraphs that answer anything at all: no crash, an answer of the right shape, nobody's prototype changed", async () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  let answers: readonly unknown[] = [];
  let nth = 0;
  const post = () => Promise.resolve({ data: answers[nth++] } as SubgraphAnswer);
  await using compiled = serveCompiled(shop(), { post });
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 8, maxLength: 8 }), async (random) => {
      [answers, nth] = [random, 0];
      const { data } = (await compiled.ask(shopQuery)) as ExecutionResult;
      expect(data === null || typeof data === "object").toBe(true);
      expect(Object.keys(data ?? {}).every((key) => key === "users" || key === "topProducts")).toBe(true);
      expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
    }),
    { numRuns: 500 },
  );
});

test("a subgraph that answers more than it was asked does not speak for another that fails", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph, {
    post: async (request) => {
      if (request.subgraph === "inventory") return { data: null, errors: [new GraphQLError("down")] };
      const answer = await graph.post(request);
      const products = (answer.data?.["topProducts"] ?? []) as Record<string, unknown>[];
      for (const product of products) Object.assign(product, { inStock: true, shippingEstimate: 1, secret: "s" });
      return answer;
    },
  });
  const { data } = await compiled.ask("{ topProducts { upc inStock shippingEstimate } }");
  expect(data).toEqual({
    topProducts: [
      { upc: "1", inStock: null, shippingEstimate: null },
      { upc: "2", inStock: null, shippingEstimate: null },
    ],
  });
});

test("lists where objects belong, objects where lists belong, too short and too long lists of entities", async () => {
  for (const entities of [{}, [], "x", [null], [[{ name: "x" }]], [{ name: "only" }, {}, {}, {}]]) {
    const graph = shop();
    await using compiled = serveCompiled(graph, {
      post: (request) =>
        request.subgraph === "products" && request.body.includes("_entities")
          ? Promise.resolve({ data: { _entities: entities, _e0: entities } })
          : graph.post(request),
    });
    const { data } = await compiled.ask("{ me { reviews { product { upc name } } } }");
    expect(data).toMatchObject({ me: { reviews: [{ product: { upc: "1" } }, { product: { upc: "2" } }] } });
  }
});

test("a transport that rejects, throws or answers nonsense is a subgraph that is unavailable", async () => {
  const graph = shop();
  for (const post of [
    () => Promise.reject(new Error("10.1.2.3")),
    () => {
      throw new Error("10.1.2.3");
    },
    () => Promise.resolve(undefined as unknown as SubgraphAnswer),
    () => Promise.resolve("text" as unknown as SubgraphAnswer),
  ]) {
    await using compiled = serveCompiled(graph, { post });
    const text = await compiled.askText("{ me { name } }");
    expect(JSON.parse(text)).toMatchObject({ data: { me: null } });
    expect(text).not.toContain("10.1.2.3");
  }
});
