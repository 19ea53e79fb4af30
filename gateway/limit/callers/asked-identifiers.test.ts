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
