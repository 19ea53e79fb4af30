import { expect, test } from "@jest/globals";
import { buildSchema, Kind, type OperationDefinitionNode, parse } from "graphql";
import { Refusal } from "../refusal.ts";
import { compileCoercion } from "./coerce-variables.ts";

const schema = buildSchema("type Query { a(x: Int, y: In): Int } input In { z: Int! }");
const coercionOf = (query: string) => {
  const [first] = parse(query).definitions;
  expect(first?.kind).toBe(Kind.OPERATION_DEFINITION);
  return compileCoercion(first as OperationDefinitionNode, schema);
};
const coerce = coercionOf("query ($x: Int = 3, $y: In) { a(x: $x, y: $y) }");

/** Each mistake's message and code. */
const mistakesOf = (work: () => unknown): readonly (readonly [string, unknown])[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.errors.map(({ message, extensions }) => [message, extensions["code"]]);
    throw error;
  }
  return [];
};

test("what fits comes back with its defaults, without what the operation does not declare, and without a prototype", () => {
  expect({ ...coerce({ y: { z: 1 }, undeclared: 1 }) }).toEqual({ x: 3, y: { z: 1 } });
  expect({ ...coerce(null) }).toEqual({ x: 3 });
  expect(Object.getPrototypeOf(coerce(null))).toBeNull();
});

test("each variable that does not fit is told", () => {
  expect(mistakesOf(() => coerce({ x: "1", y: {} }))).toEqual([
    ['Variable "$x" got invalid value "1"; Int cannot represent non-integer value: "1"', "HUB_INVALID_VARIABLE"],
    ['Variable "$y" got invalid value {}; Field "z" of required type "Int!" was not provided.', "HUB_INVALID_VARIABLE"],
  ]);
});

test("a thousand mistakes do not make a thousand errors", () => {
  const wide = coercionOf("query ($y: In) { a(y: $y) }");
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1]));
  expect(mistakesOf(() => wide({ y: many }))).toHaveLength(11);
});

test("a name that every object inherits is a variable like any other", () => {
  const odd = coercionOf("query ($__proto__: Int, $constructor: Int = 2) { a(x: $__proto__) }");
  const coerced = odd(JSON.parse('{"__proto__": 1}') as Record<string, unknown>);
  expect(Object.entries(coerced)).toEqual([
    ["__proto__", 1],
    ["constructor", 2],
  ]);
});
