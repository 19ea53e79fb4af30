import { expect, test } from "@jest/globals";
import { classified, govern, type ShortGrant } from "./fixtures/govern.ts";

/** Questions that the graph allows and the hub cannot answer: nothing is asked of anybody, and the caller is told. */
const everything: readonly ShortGrant[] = [
  { items: { "E.*": "CLEAR" } },
  { department: "a", purpose: "DERIVE", items: { "E.input": "CLEAR" } },
];

const chain = {
  root: { typeDefs: classified(`type Query { e: E @open } type E @key(fields: "id") { id: ID! @open }`) },
  a: {
    typeDefs: classified(`type E @key(fields: "id") {
      id: ID! @open
      next: E @asked
      derived: Int @asked @requires(fields: "input")
      input: Int @external
    }`),
  },
  b: { typeDefs: classified(`type E @key(fields: "id") { id: ID! @open input: Int @asked }`) },
};

test("a derived field of an entity that its own subgraph led to, one fetch away from the root, cannot be planned", async () => {
  await using graph = await govern(chain, everything);
  const answer = await graph.ask("{ e { next { derived } } }");
  expect(answer).toMatchObject({
    errors: [{ message: expect.stringContaining("cannot be planned"), extensions: { code: "HUB_PLANNING_FAILED" } }],
  });
  expect(answer.data ?? null).toBeNull();
  expect(graph.graph.fetches).toEqual([]);
});

test("the same field without that step is planned: the advice to ask for the parts holds", async () => {
  await using graph = await govern(
    {
      ...chain,
      root: { ...chain.root, resolvers: { Query: { e: () => ({ id: "1" }) } } },
      a: {
        ...chain.a,
        resolvers: {
          E: {
            next: () => ({ id: "2" }),
            derived: ({ input }: { readonly input: number }) => input + 1,
          },
        },
      },
      b: { ...chain.b, resolvers: { E: { input: () => 41 } } },
    },
    everything,
  );
  expect((await graph.ask("{ e { derived } }")).data).toEqual({ e: { derived: 42 } });
  expect((await graph.ask("{ e { next { id input } } }")).data).toEqual({ e: { next: { id: "2", input: 41 } } });
});

test("what would be answered in pieces is refused: masks and records are made for whole answers", async () => {
  await using graph = await govern(chain, everything);
  const streamed = await graph.ask("{ e { ... @defer { id } } }");
  expect(streamed.errors?.map(({ extensions }) => extensions?.["code"])).toEqual(["HUB_STREAMING_UNSUPPORTED"]);
  expect(graph.graph.fetches).toEqual([]);
});
