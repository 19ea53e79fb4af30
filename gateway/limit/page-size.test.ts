import { expect, test } from "@jest/globals";
import { buildSchema, type FieldNode, type OperationDefinitionNode, parse } from "graphql";
import { compilePageSizes, pageSizesOf } from "./page-size.ts";

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

test.each([
  ["{ people(first: 100, last: 0) { name } }", {}, true],
  ["{ people(first: null) { friends(first: 101) { name } } }", {}, false],
  ["query ($n: Int) { people(last: $n) { name } }", { n: 101 }, false],
  ["query ($n: Int) { people(last: $n) { name } }", { n: 100 }, true],
  ["query ($n: Int) { people(last: $n) { name } }", { n: null }, true],
  ["query A { people { name } } query B { people(first: 101) { name } }", {}, false],
])("%s %j passes: %s", (query, variables, passes) => {
  if (passes) expect(check(query, variables)).not.toThrow();
  else expect(check(query, variables)).toThrow("must be between 0 and 100, got 101");
});

test("a page size that the schema gives counts unless the question says null, and text is none", () => {
  const sizes = (query: string): readonly unknown[] => {
    const document = parse(query);
    const [node] = document.definitions as [OperationDefinitionNode];
    const [asked] = node.selectionSet.selections as [FieldNode];
    const field = schema.getQueryType()?.getFields()[asked.name.value];
    return field === undefined ? [] : pageSizesOf(asked, field);
  };
  expect(sizes("{ people { name } }")).toEqual([{ kind: "literal", argument: "first", value: 20 }]);
  expect(sizes("{ people(first: null, last: 3) { name } }")).toEqual([{ kind: "literal", argument: "last", value: 3 }]);
  expect(sizes('{ named(first: "9") { name } }')).toEqual([]);
  expect(sizes("query ($n: Int!) { rows(limit: $n) { name } }")).toEqual([
    { kind: "variable", argument: "limit", name: "n" },
  ]);
});
