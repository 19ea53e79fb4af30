import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { checkNamesAndLiterals, parseWithinTokens } from "./parse-document.ts";

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
    checkNamesAndLiterals(parse(query));
  }).toThrow('The name "__proto__" is reserved');
});

test.each(["_hub_subject", "_hub_division"])("S21: an alias %s would stand for what is fetched hidden", (alias) => {
  expect(() => {
    checkNamesAndLiterals(parse(`{ f { ... { ${alias}: a } } }`));
  }).toThrow(`The name "${alias}" is reserved`);
});

test.each(["{ constructor: a }", '{ a(b: "__proto__") }', "{ __typename }"])("%s does not", (query) => {
  expect(() => {
    checkNamesAndLiterals(parse(query));
  }).not.toThrow();
});

const codeOf = (query: string): unknown => {
  try {
    checkNamesAndLiterals(parse(query));
    return undefined;
  } catch (error) {
    return (error as { readonly extensions?: { readonly code?: unknown } }).extensions?.code;
  }
};

test.each([
  ["9223372036854775807", undefined],
  ["-9223372036854775808", undefined],
  ["-0", undefined],
  ["1.5e308", undefined],
  ["1e-99999999999", undefined],
  [`0.${"9".repeat(5_000)}`, undefined],
  ["9223372036854775808", "HUB_NUMBER_OUT_OF_RANGE"],
  ["-9223372036854775809", "HUB_NUMBER_OUT_OF_RANGE"],
  ["9".repeat(15_000), "HUB_NUMBER_OUT_OF_RANGE"],
  ["1e309", "HUB_NUMBER_OUT_OF_RANGE"],
  [`${"9".repeat(400)}.5`, "HUB_NUMBER_OUT_OF_RANGE"],
  ["1e99999999999", "HUB_NUMBER_OUT_OF_RANGE"],
])("S0: of the number %.25s, %s, wherever it stands", (number, code) => {
  const places = [
    `{ a(b: ${number}) }`,
    `{ a(b: [{ c: ${number} }]) }`,
    `query ($v: X = ${number}) { a @b(c: ${number}) }`,
  ];
  expect(places.map(codeOf)).toEqual([code, code, code]);
});
