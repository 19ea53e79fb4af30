import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { defaultLimits } from "../config.ts";
import { createReadOperation } from "../operation/read-operation.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import { createBounds } from "./bounds.ts";

const schema = consumerSchemaOf(readFileSync("schema/supergraph.graphql", "utf8"));
const readOperation = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e7 });
const boundsOf = createBounds(schema, defaultLimits);
const check = (query: string) => () => {
  boundsOf(readOperation(query, undefined))({});
};

test("S0: what tools ask of a schema is answered whole", () => {
  expect(check(getIntrospectionQuery())).not.toThrow();
  expect(
    check(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, schemaDescription: true })),
  ).not.toThrow();
  expect(check(`{ __type(name: "Person") { fields { name type { name ofType { name } } } } }`)).not.toThrow();
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
])("S0: the schema multiplied %s is refused by its cost", (_, query) => {
  expect(check(query)).toThrow(/could return \d+ objects, .+; at most/);
});
