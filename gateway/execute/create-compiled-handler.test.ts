import { createGatewayRuntime, type GatewayPlugin } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { expect, test } from "@jest/globals";
import { getIntrospectionQuery, GraphQLError } from "graphql";
import { createCompiledHandler } from "./create-compiled-handler.ts";
import { federate, serve, serveCompiled } from "./fixtures/federate.ts";
import { shop, shopQuery } from "./fixtures/shop.ts";

test("the benchmark's operation: the same answer as the bare runtime, in the order of the selection", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const text = await compiled.askText(shopQuery);
  expect(graph.fetches).toHaveLength(7);
  await using bare = serve(shop(), unifiedGraphHandler);
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

test("variables: coerced, defaults applied, only the used ones sent; names nobody should use do no harm", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const query =
    "query ($first: Int = 1, $__proto__: Int, $id: ID) { topProducts(first: $first) { upc } two: topProducts(first: $__proto__) { upc } me { id @skip(if: false) } a: __typename }";
  const { data, errors } = await compiled.ask(
    query.replace(", $id: ID", ""),
    JSON.parse('{"__proto__": 2}') as Record<string, unknown>,
  );
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
    `Variable "$first" got invalid value 'many'; Int cannot represent non-integer value: "many"`,
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

test("hooks see an execution result: they read data, add extensions, replace data", async () => {
  const graph = shop();
  const seen: unknown[] = [];
  const spy: GatewayPlugin = {
    onExecutionResult: (hook) => {
      const { result, context } = hook;
      const setResult = (changed: NonNullable<typeof result>): void => {
        hook.setResult(changed);
      };
      if (!result || Array.isArray(result) || Symbol.asyncIterator in result) return;
      const mode = context.request.headers.get("x-mode");
      const { me } = mode === "extend" ? { me: { name: "" } } : (result.data as { me: { name: string } });
      if (mode === "extend") setResult({ ...result, extensions: { receipt: 1 } });
      if (mode === "read") seen.push(me.name);
      if (mode === "change") me.name = "changed";
      if (mode === "replace") setResult({ ...result, data: { other: true } });
      if (mode === "errors")
        setResult({ ...result, errors: [new GraphQLError("added", { extensions: { code: "X" } })] });
    },
  };
  const runtime = createGatewayRuntime({
    supergraph: graph.supergraphSdl,
    unifiedGraphHandler: createCompiledHandler({ post: graph.post }),
    logging: false,
    plugins: () => [spy],
  });
  const ask = async (mode: string): Promise<string> => {
    const response = await runtime.fetch("http://gateway.test/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", "x-mode": mode },
      body: JSON.stringify({ query: "{ me { name } }" }),
    });
    return response.text();
  };
  const data = '"data":{"me":{"name":"Uri Goldshtein"}}';
  expect(await ask("extend")).toBe(`{${data},"extensions":{"receipt":1}}`);
  expect(await ask("read")).toBe(`{${data}}`);
  expect(seen).toEqual(["Uri Goldshtein"]);
  expect(await ask("change")).toBe('{"data":{"me":{"name":"changed"}}}');
  expect(await ask("replace")).toBe('{"data":{"other":true}}');
  expect(await ask("errors")).toBe(`{"errors":[{"message":"added","extensions":{"code":"X"}}],${data}}`);
  await runtime.dispose();
});

test("without a transport of its own it fetches through the runtime's", async () => {
  const graph = shop();
  await using compiled = serve(graph, createCompiledHandler());
  expect(await compiled.ask("{ me { name reviews { id } } }")).toEqual({
    data: { me: { name: "Uri Goldshtein", reviews: [{ id: "1" }, { id: "2" }] } },
  });
});

test("what streams is left to the runtime and counted, but never under an enforcement", async () => {
  const graph = federate({
    one: { typeDefs: "type Query { a: Int } type Subscription { ticks: Int }", resolvers: { Query: { a: () => 1 } } },
  });
  const reasons: string[] = [];
  const onFallback = (reason: string): void => {
    reasons.push(reason);
  };
  await using open = serveCompiled(graph, { onFallback });
  await open.ask("subscription { ticks }");
  expect(reasons).toEqual(["subscription"]);
  const enforcement = {
    key: "k",
    planned: null,
    instructionFor: () => ({ kind: "write" }) as const,
    observed: new Map<string, string>(),
  };
  await using governed = serveCompiled(graph, { onFallback, enforcementOf: () => enforcement });
  expect(await governed.askText("subscription { ticks }")).toContain("HUB_SUBSCRIPTION_UNSUPPORTED");
  expect(reasons).toEqual(["subscription"]);
});
