import { expect, test } from "@jest/globals";
import { parseWithinTokens, checkNamesAndLiterals } from "../operation/parse-document.ts";
import { readAsked } from "./asked-operation.ts";

const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { extensions?: { code?: unknown } }).extensions?.code;
  }
  return undefined;
};

test("an operation is read as it was sent; what is empty is absent", () => {
  expect(readAsked({ query: "{ a }", operationName: "", variables: null })).toEqual({
    document: { kind: "text", text: "{ a }" },
    operationName: undefined,
    variables: null,
  });
});

test.each([
  [{}, "BAD_REQUEST"],
  [{ query: 1 }, "BAD_REQUEST"],
  [{ query: "{ a }", operationName: {} }, "BAD_REQUEST"],
  [{ query: "{ a }", variables: [] }, "BAD_REQUEST"],
  [{ query: "{ a }", extensions: "x" }, "BAD_REQUEST"],
  [{ query: "{ a }", more: 1 }, "BAD_REQUEST"],
])("%j is refused", (sent, code) => {
  expect(codeOf(() => readAsked(sent))).toBe(code);
});

test("S19: U+0000 is the caller's mistake, in variables of any depth and in literals", () => {
  const nested = (text: string) => ({ query: "{ a }", variables: { x: [{ y: text }] } });
  expect(codeOf(() => readAsked(nested("a\0b")))).toBe("HUB_INVALID_VARIABLE");
  expect(codeOf(() => readAsked(nested("a b")))).toBeUndefined();
  const literal = String.raw`{ a(x: "\u0000") }`;
  const read = () => {
    checkNamesAndLiterals(parseWithinTokens(literal, { characters: 100, tokens: 100, depth: 5 }));
  };
  expect(codeOf(read)).toBe("HUB_INVALID_VARIABLE");
});

test("S0: a number beyond doubles is the caller's mistake, and reaches nobody as null", () => {
  const sent = (json: string) => ({ query: "{ a }", variables: JSON.parse(json) as object });
  expect(codeOf(() => readAsked(sent('{"x":[{"y":1e400}]}')))).toBe("HUB_NUMBER_OUT_OF_RANGE");
  expect(codeOf(() => readAsked(sent(`{"x":-${"9".repeat(400)}}`)))).toBe("HUB_NUMBER_OUT_OF_RANGE");
  expect(codeOf(() => readAsked(sent('{"x":1e308}')))).toBeUndefined();
});
