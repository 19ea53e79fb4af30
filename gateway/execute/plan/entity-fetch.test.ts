import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { federate, serveCompiled, type SubgraphFixture } from "../fixtures/federate.ts";
import { shop } from "../fixtures/shop.ts";

const failing = (message: string): (() => never) => {
  return () => {
    throw new GraphQLError(message, { extensions: { code: "NOT_TODAY", stacktrace: ["at secret.ts:1"] } });
  };
};

const library = (books: Partial<SubgraphFixture>): ReturnType<typeof federate> =>
  federate({
    people: {
      typeDefs: `type Query { authors: [Author] first: Author } type Author @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: {
          authors: () => [{ id: "1", name: "a" }, null, { id: "2", name: "b" }, { id: "1", name: "a" }],
          first: () => ({ id: "1", name: "a" }),
        },
      },
    },
    books: {
      typeDefs: `type Author @key(fields: "id") { id: ID! books: [Book] rating(scale: Int): Int } type Book { title: String! }`,
      ...books,
    },
  });

test("a subgraph's error comes back at every place of the caller's answer that its entity has, under aliases", async () => {
  const graph = library({
    resolvers: {
      Author: {
        __resolveReference: (ref: object) => ref,
        books: ({ id }: { id: string }) => (id === "1" ? failing("no books")() : [{ title: "t" }]),
      },
    },
  });
  await using compiled = serveCompiled(graph);
  const { data, errors } = await compiled.ask("{ people: authors { id works: books { title } } }");
  expect(data).toEqual({
    people: [{ id: "1", works: null }, null, { id: "2", works: [{ title: "t" }] }, { id: "1", works: null }],
  });
  expect(errors).toMatchObject([
    { message: "no books", path: ["people", 0, "works"], extensions: { code: "NOT_TODAY", subgraph: "books" } },
    { message: "no books", path: ["people", 3, "works"] },
  ]);
});

test("T10: entities of two types under one key are two entities", async () => {
  const told = {
    __resolveReference: ({ __typename, id }: { __typename: string; id: string }) => ({
      __typename,
      id,
      note: `${__typename} ${id}`,
    }),
  };
  const graph = federate({
    register: {
      typeDefs: `
        type Query { owners: [Owner] }
        interface Owner { id: ID! }
        type Person implements Owner @key(fields: "id") { id: ID! }
        type Firm implements Owner @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          owners: () =>
            ["1", "2"].flatMap((id) => ["Person", "Firm", "Person"].map((__typename) => ({ __typename, id }))),
        },
      },
    },
    notes: {
      typeDefs: `
        type Person @key(fields: "id") { id: ID! note: String }
        type Firm @key(fields: "id") { id: ID! note: String }`,
      resolvers: { Person: told, Firm: told },
    },
  });
  await using compiled = serveCompiled(graph);
  const { data, errors } = await compiled.ask("{ owners { ... on Person { note } ... on Firm { note } } }");
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    owners: ["1", "2"].flatMap((id) => ["Person", "Firm", "Person"].map((type) => ({ note: `${type} ${id}` }))),
  });
});

test("a failed fetch nulls what depended on it and nothing else, with one error that names the subgraph only", async () => {
  const graph = library({
    answer: () => {
      throw new Error("connect ECONNREFUSED 10.0.0.7:5432");
    },
  });
  await using compiled = serveCompiled(graph);
  const text = await compiled.askText("{ authors { name books { title } } first { name } }");
  expect(JSON.parse(text)).toEqual({
    data: {
      authors: [{ name: "a", books: null }, null, { name: "b", books: null }, { name: "a", books: null }],
      first: { name: "a" },
    },
    errors: [
      {
        message: 'Subgraph "books" is unavailable.',
        path: ["authors"],
        extensions: { code: "HUB_SUBGRAPH_UNAVAILABLE", subgraph: "books", zh: expect.any(String) },
      },
    ],
  });
  expect(text).not.toMatch(/10\.0\.0\.7|ECONNREFUSED/);
  const one = await compiled.ask("{ first { books { title } } }");
  expect(one.errors).toMatchObject([{ path: ["first"] }]);
});

test("an entity that the subgraph does not know is null where it may be, without an error", async () => {
  const graph = library({ resolvers: { Author: { __resolveReference: () => null } } });
  await using compiled = serveCompiled(graph);
  expect(await compiled.ask("{ first { name books { title } } }")).toEqual({
    data: { first: { name: "a", books: null } },
  });
});

test("one field with different arguments at different places of one entity stays apart", async () => {
  const graph = library({
    resolvers: {
      Author: {
        __resolveReference: (ref: object) => ref,
        rating: ({ id }: { id: string }, { scale }: { scale: number }) => Number(id) * scale,
      },
    },
  });
  await using compiled = serveCompiled(graph);
  expect(await compiled.ask("{ first { rating(scale: 10) } authors { rating(scale: 100) } }")).toEqual({
    data: { first: { rating: 10 }, authors: [{ rating: 100 }, null, { rating: 200 }, { rating: 100 }] },
  });
});

test("shared entities reached by two ways that ask differently are told apart", async () => {
  const graph = federate({
    a: {
      typeDefs: `type Query { left: Box right: Box } type Box @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { left: () => ({ id: "1" }), right: () => ({ id: "1" }) } },
    },
    b: {
      typeDefs: `type Box @key(fields: "id") { id: ID! inner: Item } type Item @key(fields: "id") { id: ID! }`,
      resolvers: { Box: { __resolveReference: (ref: object) => ref, inner: () => ({ id: "9" }) } },
    },
    c: {
      typeDefs: `type Item @key(fields: "id") { id: ID! size(unit: String): String }`,
      resolvers: {
        Item: { __resolveReference: (ref: object) => ref, size: (_: object, { unit }: { unit: string }) => unit },
      },
    },
  });
  await using compiled = serveCompiled(graph);
  expect(await compiled.ask('{ left { inner { size(unit: "cm") } } right { inner { size(unit: "m") } } }')).toEqual({
    data: { left: { inner: { size: "cm" } }, right: { inner: { size: "m" } } },
  });
});

test("@requires: what is required is fetched first, a null is sent as null, arguments are kept", async () => {
  const graph = federate({
    a: {
      typeDefs: `type Query { items: [Item] } type Item @key(fields: "id") { id: ID! price(currency: String): Int note: String }`,
      resolvers: {
        Query: {
          items: () => [
            { id: "1", price: 5, note: null },
            { id: "2", price: 7, note: "n" },
          ],
        },
      },
    },
    b: {
      typeDefs: `type Item @key(fields: "id") { id: ID! price(currency: String): Int @external note: String @external label: String @requires(fields: "price(currency: \\"CNY\\") note") }`,
      resolvers: {
        Item: {
          __resolveReference: (ref: object) => ref,
          label: ({ price, note }: { price: number; note: unknown }) => `${price} ${JSON.stringify(note)}`,
        },
      },
    },
  });
  await using compiled = serveCompiled(graph);
  expect(await compiled.ask("{ items { label } }")).toEqual({
    data: { items: [{ label: "5 null" }, { label: '7 "n"' }] },
  });
});

test("an entity without a key's value is not asked for", async () => {
  const graph = federate({
    a: {
      typeDefs: `type Query { items: [Item] } type Item @key(fields: "code") { code: String }`,
      resolvers: { Query: { items: () => [{ code: null }, { code: "x" }] } },
    },
    b: {
      typeDefs: `type Item @key(fields: "code") { code: String name: String }`,
      resolvers: { Item: { __resolveReference: (ref: object) => ref, name: () => "named" } },
    },
  });
  await using compiled = serveCompiled(graph);
  expect(await compiled.ask("{ items { name } }")).toEqual({ data: { items: [{ name: null }, { name: "named" }] } });
  expect(graph.fetches.at(-1)?.variables).toEqual({ representations: [{ __typename: "Item", code: "x" }] });
});

test("an interface object: its subgraph knows the interface only, the type comes from elsewhere", async () => {
  const graph = federate({
    a: {
      typeDefs: `type Query { media: [Media] } interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! pages: Int } type Film implements Media @key(fields: "id") { id: ID! minutes: Int }`,
      resolvers: {
        Query: {
          media: () => [
            { __typename: "Book", id: "1", pages: 9 },
            { __typename: "Film", id: "2", minutes: 90 },
          ],
        },
        Media: {
          __resolveType: ({ __typename }: { __typename: string }) => __typename,
          __resolveReference: ({ id }: { id: string }) =>
            id === "1" ? { __typename: "Book", id, pages: 9 } : { __typename: "Film", id, minutes: 90 },
        },
      },
    },
    b: {
      typeDefs: `type Query { best: [Media] } type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }`,
      resolvers: {
        Query: { best: () => [{ id: "2" }, { id: "1" }] },
        Media: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          stars: ({ id }: { id: string }) => Number(id),
        },
      },
    },
  });
  await using compiled = serveCompiled(graph);
  expect(
    await compiled.askText(
      "{ media { id stars ... on Film { minutes } } best { stars __typename ... on Book { pages } } }",
    ),
  ).toBe(
    '{"data":{"media":[{"id":"1","stars":1},{"id":"2","stars":2,"minutes":90}],"best":[{"stars":2,"__typename":"Film"},{"stars":1,"__typename":"Book","pages":9}]}}',
  );
});

test("@provides: what a subgraph provides is not fetched again", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  await compiled.ask("{ topProducts { reviews { author { username } } } }");
  expect(graph.fetches.map(({ subgraph }) => subgraph)).toEqual(["products", "reviews"]);
});

test("a null that an error above it explains is told once; one that nothing explains is told by the gateway", async () => {
  const asked = async (...errors: readonly GraphQLError[]) => {
    const post = () => Promise.resolve({ data: { first: { id: null, name: "a" } }, errors });
    await using compiled = serveCompiled(library({}), { post });
    const answer = await compiled.ask("{ first { id name } }");
    return [answer.data, answer.errors?.map(({ path, extensions }) => [path?.join("."), extensions["code"]])];
  };
  const told = (...path: string[]) => new GraphQLError("down", { path, extensions: { code: "DOWN" } });
  expect(await asked()).toEqual([{ first: null }, [["first.id", "HUB_VALUE_INVALID"]]]);
  expect(await asked(told("first"))).toEqual([{ first: null }, [["first", "DOWN"]]]);
  expect(await asked(told("first", "id"))).toEqual([{ first: null }, [["first.id", "DOWN"]]]);
});
