import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { divisionPrefix, normalScope } from "../../schema/catalog/divisions.ts";
import { inScope, intersectScope, unionScope } from "./row-scope.ts";

test.each([
  ["411100", "4111"],
  ["411100000000", "4111"],
  ["411102", "411102"],
  ["411102000000", "411102"],
  ["411102003000", "411102003"],
  ["411102003201", "411102003201"],
  ["410000", "41"],
  ["4111", "4111"],
  ["*", ""],
  ["", ""],
])("the division %s reaches the prefix %s", (code, prefix) => {
  expect(divisionPrefix(code)).toBe(prefix);
});

const prefix = fc.stringMatching(/^[1-3]{0,4}$/);
const scope = fc.array(prefix, { maxLength: 4 }).map(normalScope);

test("union and intersection are those of the rows that are reached", () => {
  fc.assert(
    fc.property(scope, scope, fc.stringMatching(/^[1-3]{4}$/), (a, b, division) => {
      expect(inScope(unionScope(a, b), division)).toBe(inScope(a, division) || inScope(b, division));
      expect(inScope(intersectScope(a, b), division)).toBe(inScope(a, division) && inScope(b, division));
    }),
  );
});

test("a row without a division is seen by nobody with a limited scope", () => {
  expect(inScope(["4111"], null)).toBe(false);
  expect(inScope([""], undefined)).toBe(true);
  expect(inScope([], "411102")).toBe(false);
});
