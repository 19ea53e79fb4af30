import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { checkReservedNames } from "./reserved-names.ts";

test.each([
  "{ __proto__ }",
  "{ __proto__: a }",
  "query ($__proto__: Int) { a }",
  "query __proto__ { a }",
  "{ a(__proto__: 1) }",
  "{ a(b: { __proto__: 1 }) }",
  "{ a @__proto__ }",
])("%s names the prototype", (query) => {
  expect(() => {
    checkReservedNames(parse(query));
  }).toThrow('The name "__proto__" is reserved');
});

test.each(["{ constructor: a }", '{ a(b: "__proto__") }', "{ __typename }"])("%s does not", (query) => {
  expect(() => {
    checkReservedNames(parse(query));
  }).not.toThrow();
});
