import { expect, test } from "@jest/globals";
import { buildSchema, parse } from "graphql";
import { compilePageSizes } from "./page-size.ts";

const schema = buildSchema(/* GraphQL */ `
  type Query {
    people(first: Int = 20, after: String, last: Int): [Person!]!
    named(first: String): Person
    rows(limit: Int!): [Person]
  }
  type Person {
    name: String
    friends(first: Int): [Person!]
  }
`);
const check = (query: string, variables: Record<string, unknown> = {}) => {
  const checkPageSizes = compilePageSizes(schema, parse(query), 100);
  return () => {
    checkPageSizes(variables);
  };
};

test.each([
  ["{ people(first: 101) { name } }", {}, 'Argument "first" of Query.people must be between 0 and 100, got 101.'],
  ["{ people(last: -1) { name } }", {}, 'Argument "last" of Query.people must be between 0 and 100, got -1.'],
  ["{ rows(limit: 99999999999) { name } }", {}, "got 99999999999"],
  ["query ($n: Int) { people { friends(first: $n) { name } } }", { n: 1e6 }, "Person.friends"],
  ["{ people { ...F } } fragment F on Person { friends(first: 500) { name } }", {}, "Person.friends"],
])("%s %j is refused", (query, variables, message) => {
  expect(check(query, variables)).toThrow(message);
});

test.each([
  ["{ people { name } }", {}],
  ["{ people(first: 0) { friends(first: 100) { name } } }", {}],
  ["query ($n: Int) { people(first: $n) { name } }", {}],
  ['{ named(first: "999") { name } }', {}],
])("%s %j passes", (query, variables) => {
  expect(check(query, variables)).not.toThrow();
});
