import { expect, it } from "@jest/globals";
import { buildSchema } from "graphql";
import { defaultLimits } from "../../config.ts";
import { createReadOperation } from "../../operation/read-operation.ts";
import { createIdentifiers } from "./asked-identifiers.ts";

const schema = buildSchema(/* GraphQL */ `
  scalar CitizenNumber
  scalar CreditCode
  input Search {
    numbers: [CitizenNumber!]
    name: String
    family: Search
  }
  type Query {
    people(numbers: [CitizenNumber!], search: [Search!], name: String): String
    firm(code: CreditCode): String
  }
`);
const paged = buildSchema(/* GraphQL */ `
  scalar CitizenNumber
  input Search {
    numbers: [CitizenNumber!]
    family: Search
  }
  type Query {
    inner: Inner
    page(numbers: [CitizenNumber!], search: [Search!], name: String, age: Int, first: Int, after: String): String
  }
  type Inner {
    page(numbers: [CitizenNumber!], last: Int, before: String, limit: Int): String
  }
`);
const identifiersOf = (query: string, variables: Readonly<Record<string, unknown>>) =>
  createIdentifiers(paged, new Set(["CitizenNumber"]))(
    createReadOperation({ schema: paged, limits: defaultLimits, own: new Set(), bytes: 1e6 })(query, undefined),
    variables,
  );
const read = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e6 });
const identifiersIn = createIdentifiers(schema, new Set(["CitizenNumber", "CreditCode"]));

it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['{ people(numbers: ["1", "2", "3"]) firm(code: "4") }', {}, ["1", "2", "3", "4"]],
  ['{ people(search: [{ numbers: ["1"], name: "5" }, { family: { numbers: ["2", "3"] } }]) }', {}, ["1", "2", "3"]],
  ["query ($n: [CitizenNumber!]) { people(numbers: $n) }", { n: ["1", "2", "3"] }, ["1", "2", "3"]],
  ["query ($n: [CitizenNumber!]) { people(numbers: $n) }", { n: "1" }, ["1"]],
  [
    "query ($s: [Search!], $c: CreditCode) { people(search: $s) firm(code: $c) }",
    { s: [{ numbers: ["1"] }, { family: { numbers: ["2"], name: "5" } }], c: "3" },
    ["1", "2", "3"],
  ],
  ['{ people(name: "1") }', {}, []],
  // What a scalar takes is its own matter: an object in place of a number is no identifier.
  ["query ($n: [CitizenNumber!]) { people(numbers: $n) }", { n: [{ numbers: "2" }, "1"] }, ["1"]],
  ["query ($s: [Search!]) { people(search: $s) }", { s: "numbers" }, []],
])("T7: every identifier of a list counts: %s %j", (query, variables, found) => {
  expect(identifiersIn(read(query, undefined), variables).map(({ identifier }) => identifier)).toEqual(found);
});

it("R11: an identifier is asked for along with the field's other arguments, under its key of the answer", () => {
  const query = `query ($n: String) { a: people(numbers: ["1"], name: $n) b: people(name: "Li", numbers: ["1"]) firm(code: "2") }`;
  expect(identifiersIn(read(query, undefined), { n: "Li" })).toEqual([
    { identifier: "1", along: '[["name","Li"]]', rootKey: "a" },
    { identifier: "1", along: '[["name","Li"]]', rootKey: "b" },
    { identifier: "2", along: "", rootKey: "firm" },
  ]);
});

it("R11: pages and what was not given are no further try, the order of arguments neither; below the root there is no key", () => {
  const query = `query ($n: String, $m: Int) {
    page(numbers: ["1"], first: 2, after: "x", name: $n) b: page(age: $m, name: "Li", numbers: ["1"]) c: page(name: "Li", age: 3, numbers: ["1"])
    inner { page(numbers: ["2"], last: 1, before: "y", limit: 3) }
  }`;
  expect(identifiersOf(query, { m: 3 })).toEqual([
    { identifier: "1", along: "", rootKey: "page" },
    { identifier: "1", along: '[["age",3],["name","Li"]]', rootKey: "b" },
    { identifier: "1", along: '[["age",3],["name","Li"]]', rootKey: "c" },
    { identifier: "2", along: "", rootKey: null },
  ]);
});

it("T7: at most 200 identifiers of a request are looked at, through lists in lists and what holds itself, and text alone is one", () => {
  const many = (from: number, count: number): readonly string[] =>
    Array.from({ length: count }, (_, nth) => String(from + nth));
  const query = "query ($a: [CitizenNumber!], $b: [CitizenNumber!]) { page(numbers: $a) b: page(numbers: $b) }";
  expect(identifiersOf(query, { a: many(0, 150), b: many(500, 150) })).toHaveLength(200);
  expect(identifiersOf("query ($a: [CitizenNumber!]) { page(numbers: $a) }", { a: many(0, 201) })).toHaveLength(200);
  expect(identifiersOf("query ($a: [CitizenNumber!]) { page(numbers: $a) }", { a: [7, null, "1"] })).toHaveLength(1);
  let family: Readonly<Record<string, unknown>> = { numbers: ["in"] };
  for (let depth = 0; depth < 18; depth += 1) family = { family };
  const searched = (search: unknown) => identifiersOf("query ($s: [Search!]) { page(search: $s) }", { s: search });
  expect(searched(family)).toMatchObject([{ identifier: "in" }]);
  for (let depth = 0; depth < 3; depth += 1) family = { family };
  expect(searched(family)).toEqual([]);
  expect(searched("text")).toEqual([]);
});
