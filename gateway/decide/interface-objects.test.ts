import { describe, expect, it } from "@jest/globals";
import type { SubgraphFixture } from "../execute/fixtures/federate.ts";
import { govern, reasons } from "./fixtures/govern.ts";

/** Everything is shared unconditionally unless a test says otherwise. */
const open = { items: { "*": { level: "L1", share: "UNCONDITIONAL" } } };
const anyGrant = [{ items: {} }];

/** Two departments speak of a Node, and no type of the graph is one: `a` has it as an interface, `b` as an interface object. */
const nodes: Readonly<Record<string, SubgraphFixture>> = {
  a: {
    typeDefs: `
      interface Node @key(fields: "id") { id: ID! }
      type Query { a: Node }
    `,
    resolvers: { Query: { a: () => ({ __typename: "Node", id: "n1" }) } },
  },
  b: {
    typeDefs: `
      type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID!  field(like: String): String  secret: String }
      type Query { b: Node  bs: [Node!] }
    `,
    resolvers: {
      Query: { b: () => ({ id: "n1" }), bs: () => [{ id: "n1" }, { id: "n2" }] },
      Node: { field: () => "foo", secret: () => "bar" },
    },
  },
};

describe("S24: an interface whose implementors nobody knows is a type of its own", () => {
  it("is given where its fields are", async () => {
    await using graph = await govern(nodes, anyGrant, { overlay: open });
    expect(await graph.ask("{ b { id field } bs { id } }")).toMatchObject({
      data: { b: { id: "n1", field: "foo" }, bs: [{ id: "n1" }, { id: "n2" }] },
      extensions: { sharing: { outcomes: { "Node.id": "CLEAR", "Node.field": "CLEAR", "Query.b": "CLEAR" } } },
    });
    expect(graph.graph.fetches.map(({ subgraph }) => subgraph)).toEqual(["b"]);
  });

  it("is denied field by field, masked, and as a whole, like any other type", async () => {
    const items = {
      "Node.field": { level: "L3", share: "CONDITIONAL", mask: "NAME" },
      "Node.secret": { level: "L4", share: "NOT_SHARED" },
      "Node.id": { level: "L2", share: "CONDITIONAL" },
      "Query.*": { level: "L1", share: "UNCONDITIONAL" },
    };
    const masked = { "Node.field": "MASKED", "Node.id": "CLEAR" } as const;
    await using graph = await govern(nodes, [{ items: masked }], { overlay: { items } });
    const answer = await graph.ask("{ b { id field secret } }");
    expect(answer.data).toEqual({ b: { id: "n1", field: "f**", secret: null } });
    expect(reasons(answer)).toEqual(["b.secret NOT_SHARED"]);
    expect(graph.graph.fetches.map(({ query }) => query.includes("secret"))).toEqual([false]);
    graph.setGrants([{ items: { "Query.b": "CLEAR" } }]);
    const hidden = await graph.ask("{ b { __typename } bs { id } }");
    expect(hidden.data).toEqual({ b: null, bs: null });
    expect(reasons(hidden)).toEqual(["b TYPE_NOT_GRANTED", "bs TYPE_NOT_GRANTED"]);
  });

  it("is not sorted or filtered by what is not granted", async () => {
    const overlay = {
      items: { ...open.items, "Node.secret": { level: "L3", share: "CONDITIONAL" } },
      reveals: { "Node.field(like:)": "Node.secret" },
    };
    await using graph = await govern(nodes, anyGrant, { overlay });
    expect(reasons(await graph.ask('{ b { id field(like: "b%") } }'))).toEqual(["b.field ARGUMENT_NOT_GRANTED"]);
    graph.setGrants([{ items: { "Node.secret": "CLEAR" } }]);
    expect((await graph.ask('{ b { field(like: "b%") } }')).data).toEqual({ b: { field: "foo" } });
  });
});

const animals = [
  { __typename: "Dog", id: "a1", name: "Fido", age: 3 },
  { __typename: "Cat", id: "a2", name: "Whiskers", age: 6 },
];
const book = { __typename: "Book", id: "m1", animals };
const wrong = (): never => {
  throw new Error("asked of the wrong department");
};

/** `b` provides an interface's fields on the way; `a` says of the same place that it must not be asked. */
const medias: Readonly<Record<string, SubgraphFixture>> = {
  a: {
    typeDefs: `
      type Query { media: Media @shareable  book: Book @provides(fields: "animals { ... on Dog { name } }") }
      interface Media { id: ID! }
      interface Animal { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID!  animals: [Animal] @shareable }
      type Dog implements Animal @key(fields: "id") { id: ID! @external  name: String @external }
      type Cat implements Animal @key(fields: "id") { id: ID! @external }
    `,
    resolvers: { Query: { media: wrong, book: () => book } },
  },
  b: {
    typeDefs: `
      type Query { media: Media @shareable @provides(fields: "animals { id name }") }
      interface Media { id: ID!  animals: [Animal] }
      interface Animal { id: ID!  name: String }
      type Book implements Media { id: ID! @shareable  animals: [Animal] @external }
      type Dog implements Animal { id: ID! @external  name: String @external }
      type Cat implements Animal { id: ID! @external  name: String @external }
    `,
    resolvers: { Query: { media: () => book } },
  },
  c: {
    typeDefs: `
      interface Media { id: ID!  animals: [Animal] }
      interface Animal { id: ID!  name: String }
      type Book implements Media @key(fields: "id") { id: ID!  animals: [Animal] @shareable }
      type Dog implements Animal @key(fields: "id") { id: ID!  name: String @shareable  age: Int }
      type Cat implements Animal @key(fields: "id") { id: ID!  name: String @shareable  age: Int }
    `,
    resolvers: {
      Dog: { __resolveReference: wrong },
      Cat: { __resolveReference: ({ id }: { id: string }) => animals.find((animal) => animal.id === id) },
      Book: { __resolveReference: () => book },
    },
  },
};

describe("S24: what a department provides through an interface is asked of that department", () => {
  it("gives the provided fields, and beside them those of one of the types", async () => {
    await using graph = await govern(medias, anyGrant, { overlay: open });
    const fido = { id: "a1", name: "Fido" };
    expect(await graph.ask("{ media { id animals { id name } } }")).toMatchObject({
      data: { media: { id: "m1", animals: [fido, { id: "a2", name: "Whiskers" }] } },
    });
    expect(await graph.ask("{ media { id animals { id name ... on Cat { age } } } }")).toMatchObject({
      data: { media: { id: "m1", animals: [fido, { id: "a2", name: "Whiskers", age: 6 }] } },
    });
    expect(new Set(graph.graph.fetches.map(({ subgraph }) => subgraph))).toEqual(new Set(["b", "c"]));
  });
});
