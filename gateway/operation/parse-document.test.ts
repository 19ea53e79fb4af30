import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { checkReservedNames, parseWithinTokens } from "./parse-document.ts";

const limits = { characters: 1_000, tokens: 6, depth: 3 };

test("a document within the limits is what the parser makes of it", () => {
  expect(parseWithinTokens("{ a b c d }", limits)).toEqual(parse("{ a b c d }"));
});

test("a seventh token is one too many", () => {
  expect(() => parseWithinTokens("{ a b c d e }", limits)).toThrow("The operation has more than 6 tokens.");
});

test("comments and blanks are bounded by their characters", () => {
  expect(() => parseWithinTokens(`{ a } #${"x".repeat(1_000)}`, limits)).toThrow("has 1007 characters; at most 1000");
});

test("nesting beyond the parser's stack is too deep, not a crash", () => {
  const text = `{ a(x: ${"[".repeat(200_000)}`;
  expect(() => parseWithinTokens(text, { characters: 1e6, tokens: 1e6, depth: 3 })).toThrow("more than 3 levels deep");
});

test("other mistakes keep the parser's words", () => {
  expect(() => parseWithinTokens("{ a", limits)).toThrow("Syntax Error: Expected Name, found <EOF>.");
});

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

test.each(["_hub_subject", "_hub_division"])("S21: an alias %s would stand for what is fetched hidden", (alias) => {
  expect(() => {
    checkReservedNames(parse(`{ f { ... { ${alias}: a } } }`));
  }).toThrow(`The name "${alias}" is reserved`);
});

test.each(["{ constructor: a }", '{ a(b: "__proto__") }', "{ __typename }"])("%s does not", (query) => {
  expect(() => {
    checkReservedNames(parse(query));
  }).not.toThrow();
});
