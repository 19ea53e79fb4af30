import { expect, test } from "@jest/globals";
import { buildSchema, Kind, type OperationDefinitionNode, parse } from "graphql";
import { coerceVariables } from "./variables.ts";

const schema = buildSchema("type Query { a(x: Int, y: In): Int } input In { z: Int! }");
const operationOf = (query: string) => {
  const [first] = parse(query).definitions;
  expect(first?.kind).toBe(Kind.OPERATION_DEFINITION);
  return first as OperationDefinitionNode;
};
const operation = operationOf("query ($x: Int = 3, $y: In) { a(x: $x, y: $y) }");

test("what fits comes back with its defaults", () => {
  expect(coerceVariables(schema, operation, { y: { z: 1 } })).toEqual({ kind: "fit", values: { x: 3, y: { z: 1 } } });
  expect(coerceVariables(schema, operation, null)).toEqual({ kind: "fit", values: { x: 3 } });
});

test("each variable that does not fit is told", () => {
  const found = coerceVariables(schema, operation, { x: "1", y: {} });
  expect(
    found.kind === "unfit" && found.errors.map(({ message, extensions }) => [message, extensions["code"]]),
  ).toEqual([
    ['Variable "$x" got invalid value "1"; Int cannot represent non-integer value: "1"', "HUB_INVALID_VARIABLE"],
    ['Variable "$y" got invalid value {}; Field "z" of required type "Int!" was not provided.', "HUB_INVALID_VARIABLE"],
  ]);
});

test("a thousand mistakes do not make a thousand errors", () => {
  const wide = operationOf("query ($y: In) { a(y: $y) }");
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1]));
  const found = coerceVariables(schema, wide, { y: many });
  expect(found.kind === "unfit" && found.errors.length).toBe(11);
});
