import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import {
  buildSchema,
  getIntrospectionQuery,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { defaultLimits } from "../config.ts";
import { fragmentsOf } from "../operation/fragments.ts";
import { createReadOperation } from "../operation/read-operation.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import { createBounds } from "./bounds.ts";
import { introspectionCost } from "./introspection-cost.ts";

const schema = consumerSchemaOf(readFileSync("schema/supergraph.graphql", "utf8"));
const readOperation = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e7 });
const { costsOf, most: limits } = createBounds(schema, defaultLimits);
const shareOf = (query: string): number => costsOf(readOperation(query, undefined))({}).schema / limits.schema;

test("S0: what tools ask of a schema is at most the whole of it", () => {
  for (const query of [
    getIntrospectionQuery(),
    getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, schemaDescription: true }),
    `{ __type(name: "Person") { fields { name type { name ofType { name } } } } }`,
  ])
    expect(shareOf(query)).toBeLessThanOrEqual(1);
});

test.each([
  [
    "under many names",
    `{ ${Array.from({ length: 60 }, (_, nth) => `a${nth}: __schema { types { name fields { name } } }`).join(" ")} }`,
  ],
  [
    "in many lists",
    `{ __schema { ${Array.from({ length: 60 }, (_, nth) => `a${nth}: types { fields { name } }`).join(" ")} } }`,
  ],
  ["by fields of the types of fields", "{ __schema { types { fields { type { fields { name type { name } } } } } } }"],
  [
    "by fragments",
    `{ __schema { types { ...F } } } fragment F on __Type { ${Array.from({ length: 60 }, (_, nth) => `a${nth}: fields { args { name } }`).join(" ")} }`,
  ],
])("S0: the schema multiplied %s is more than the whole of it", (_, query) => {
  expect(shareOf(query)).toBeGreaterThan(1);
});

const small = buildSchema(/* GraphQL */ `
  interface Named {
    name: String
  }
  type Person implements Named {
    name: String
    friend(a: Int, b: Int, c: Int): Person
    best: Person
  }
  enum Sex {
    F
    M
  }
  input Search {
    name: String
  }
  type Query {
    me: Person
  }
`);
const costOf = (query: string): number => {
  const document = parse(query);
  const [node] = document.definitions as [OperationDefinitionNode];
  return introspectionCost(small)({ node, fragments: fragmentsOf(document) });
};
const types = Object.values(small.getTypeMap());
const lengthsOf = (list: (type: GraphQLNamedType) => readonly unknown[]): readonly number[] =>
  types.map((type) => list(type).length);
const fieldsOf = (type: GraphQLNamedType): readonly unknown[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
const most = (lengths: readonly number[]): number => Math.max(...lengths);
const mean = (lengths: readonly number[]): number => lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
const valuesOf = (type: GraphQLNamedType): readonly unknown[] => (isEnumType(type) ? type.getValues() : []);
const fields = lengthsOf(fieldsOf);
const values = lengthsOf(valuesOf);

test.each<[string, number]>([
  ["{ me { name } }", 0],
  ["{ __typename }", 0],
  ["{ __schema { description } }", 1 + 1],
  ["{ __schema { types { name } } }", 1 + types.length * (1 + 1)],
  ["{ __schema { directives { name description } } }", 1 + 10 * (1 + 2)],
  ["{ __schema { queryType { name } } }", 1 + (1 + 1)],
  ["{ __schema { types { fields { name } } } }", 1 + types.length * (1 + mean(fields) * (1 + 1))],
  [`{ __type(name: "Person") { fields { name } } }`, 1 + most(fields) * (1 + 1)],
  [`{ __type(name: "Sex") { enumValues { name } } }`, 1 + most(values) * (1 + 1)],
  [`{ __type(name: "Search") { inputFields { name } } }`, 1 + most(lengthsOf(inputFieldsOf)) * (1 + 1)],
  [`{ __type(name: "Person") { interfaces { name } } }`, 1 + most(lengthsOf(interfacesOf)) * (1 + 1)],
  [`{ __type(name: "Named") { possibleTypes { name } } }`, 1 + most(lengthsOf(possibleOf)) * (1 + 1)],
  // The most arguments that a field of a type has; of all types, in the mean.
  [`{ __type(name: "Person") { fields { args { name } } } }`, 1 + most(fields) * (1 + most(lengthsOf(argsOf)) * 2)],
  [
    `{ ... { __schema { ...S } } } fragment S on __Schema { types { ...T } queryType { ...T } }
    fragment T on __Type { fields { name } }`,
    1 + types.length * (1 + mean(fields) * 2) + (1 + most(fields) * 2),
  ],
])("S0: the cost of %s", (query, expected) => {
  expect(costOf(query)).toBeCloseTo(expected, 9);
});

function argsOf(type: GraphQLNamedType): readonly unknown[] {
  const longest = fieldsOf(type).map((field) => (field as { readonly args: readonly unknown[] }).args);
  return longest.toSorted((one, other) => other.length - one.length)[0] ?? [];
}
function inputFieldsOf(type: GraphQLNamedType): readonly unknown[] {
  return isInputObjectType(type) ? Object.keys(type.getFields()) : [];
}
function interfacesOf(type: GraphQLNamedType): readonly unknown[] {
  return isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
}
function possibleOf(type: GraphQLNamedType): readonly unknown[] {
  return isInterfaceType(type) ? small.getPossibleTypes(type) : [];
}
