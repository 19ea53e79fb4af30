import { expect, test } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { federate, serveCompiled } from "./fixtures/federate.ts";
import { shop, shopQuery } from "./fixtures/shop.ts";
import { serveHive } from "./fixtures/serve-hive.ts";

test("the benchmark's operation: the same answer as the bare runtime, in the order of the selection", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const text = await compiled.askText(shopQuery);
  expect(graph.fetches).toHaveLength(7);
  await using bare = serveHive(shop());
  expect(JSON.parse(text)).toEqual(await bare.ask(shopQuery));
  expect(
    text.startsWith('{"data":{"users":[{"id":"1","username":"urigo","name":"Uri Goldshtein","reviews":[{"id":'),
  ).toBe(true);
});

test("equal entities are sent once and answered everywhere", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const { data } = await compiled.ask("{ users { reviews { product { name } } } }");
  expect(data).toEqual({
    users: [
      { reviews: [{ product: { name: "Table" } }, { product: { name: "Couch" } }] },
      { reviews: [{ product: { name: "Table" } }] },
    ],
  });
  expect(graph.fetches.at(-1)?.variables).toEqual({
    representations: [
      { __typename: "Product", upc: "1" },
      { __typename: "Product", upc: "2" },
    ],
  });
});

test("variables: coerced, defaults applied, only the used ones sent", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const query =
    "query ($first: Int = 1, $two: Int) { topProducts(first: $first) { upc } two: topProducts(first: $two) { upc } me { id @skip(if: false) } a: __typename }";
  const { data, errors } = await compiled.ask(query, { two: 2 });
  expect(errors).toBeUndefined();
  expect(data).toEqual({ topProducts: [{ upc: "1" }], two: [{ upc: "1" }, { upc: "2" }], me: { id: "1" }, a: "Query" });
});

test.each([
  [
    "query ($first: Int!) { topProducts(first: $first) { upc } }",
    {},
    'Variable "$first" of required type "Int!" was not provided.',
  ],
  [
    "query ($first: Int!) { topProducts(first: $first) { upc } }",
    { first: null },
    'Variable "$first" of non-null type "Int!" must not be null.',
  ],
  [
    "query ($first: Int) { topProducts(first: $first) { upc } }",
    { first: "many" },
    'Variable "$first" got invalid value "many"; Int cannot represent non-integer value: "many"',
  ],
])("a variable that does not fit is the caller's mistake: %s %j", async (query, variables, message) => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const { data, errors } = await compiled.ask(query, variables);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ message, extensions: { code: "HUB_INVALID_VARIABLE" } }]);
  expect(graph.fetches).toEqual([]);
});

test("introspection is answered by the gateway, alone and beside data", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const { data } = await compiled.ask(getIntrospectionQuery());
  const { types } = (data as { __schema: { types: { name: string }[] } }).__schema;
  const names = types.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["User", "Product", "Review"]));
  expect(names.filter((name) => /^(join|link)__/.test(name))).toEqual([]);
  expect(graph.fetches).toEqual([]);
  const mixed = await compiled.ask(
    "query ($type: String!) { me { id } type: __type(name: $type) { ...Name } } fragment Name on __Type { name }",
    { type: "User" },
  );
  expect(mixed).toEqual({ data: { me: { id: "1" }, type: { name: "User" } } });
  expect(graph.fetches).toHaveLength(1);
});

test("mutations run in the order of the selection, across subgraphs", async () => {
  const log: string[] = [];
  const steps = (name: string) => async (): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve, name === "first" ? 20 : 0));
    log.push(name);
    return name;
  };
  const graph = federate({
    one: {
      typeDefs: "type Query { a: Int } type Mutation { first: String third: String }",
      resolvers: { Mutation: { first: steps("first"), third: steps("third") } },
    },
    two: { typeDefs: "type Mutation { second: String }", resolvers: { Mutation: { second: steps("second") } } },
  });
  await using compiled = serveCompiled(graph);
  const text = await compiled.askText("mutation { x: first second third }");
  expect(text).toBe('{"data":{"x":"first","second":"second","third":"third"}}');
  expect(log).toEqual(["first", "second", "third"]);
});
