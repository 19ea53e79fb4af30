import { expect, test } from "@jest/globals";
import { buildSchema, Kind, parse, type OperationDefinitionNode } from "graphql";
import { schemaOfVariables } from "./variables-schema.ts";

const schema = buildSchema(`
  scalar Date scalar Fen scalar Odd
  enum State { OPEN CLOSED }
  input Filter { "状态" state: State! sums: [Fen!] not: Filter first: Int! = 5 }
  type Query { found(filter: Filter, on: Date, odd: Odd, first: Int): Int }
`);

const schemaOf = (text: string): object => {
  const node = parse(text).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return schemaOfVariables(node as OperationDefinitionNode, schema);
};

test("20.7: a registered operation's variables are its tool's arguments: types, defaults, what must be given, and nothing else", () => {
  expect(
    schemaOf(`query Q($filter: Filter!, $on: Date!, $odd: Odd, $first: Int! = 10, $many: [State!]) {
      found(filter: $filter, on: $on, odd: $odd, first: $first) }`),
  ).toEqual({
    type: "object",
    properties: {
      filter: { $ref: "#/$defs/Filter" },
      on: { type: "string", format: "date" },
      odd: {},
      first: { type: "integer", default: 10 },
      many: { type: "array", items: { type: "string", enum: ["OPEN", "CLOSED"] } },
    },
    required: ["filter", "on"],
    additionalProperties: false,
    $defs: {
      Filter: {
        type: "object",
        properties: {
          state: { type: "string", enum: ["OPEN", "CLOSED"], description: "状态" },
          sums: { type: "array", items: { type: "integer" } },
          not: { $ref: "#/$defs/Filter" },
          first: { type: "integer" },
        },
        required: ["state"],
        additionalProperties: false,
      },
    },
  });
});

test("20.7: an operation without variables takes none", () => {
  expect(schemaOf("{ found }")).toEqual({ type: "object", properties: {}, required: [], additionalProperties: false });
});
