import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { grantedScope, narrowScope } from "./narrow-scope.ts";

test.each([
  [["4111"], ["411102"], ["411102"]],
  [["411100000000"], ["411102000000", "411102003000"], ["411102"]],
  [["411102", "411103"], ["411103"], ["411103"]],
  [["4111"], ["4111"], []],
  [["411100"], ["411100000000"], []],
  [["4111"], [], []],
])("of %j narrowed to %j the owner means %j", (asked, narrowed, scope) => {
  expect(narrowScope("Person.name", asked, narrowed)).toEqual(scope);
});

test.each([
  [["411102"], ["4111"]],
  [["411102"], ["411103"]],
  [["411102"], ["411102", "411121"]],
  [["411102003"], ["411102000000"]],
])("of %j nobody gets %j: it reaches beyond what was asked for", (asked, wider) => {
  expect(() => narrowScope("Person.name", asked, wider)).toThrow("Person.name: rowScope: expected divisions within");
});

const code = fc.stringMatching(/^[1-2]{2}([1-2]{2})?([1-2]{2})?$/);
const codes = fc.array(code, { minLength: 1, maxLength: 4 });
const reaches = (scope: readonly string[], division: string): boolean =>
  scope.some((prefix) => division.startsWith(prefix));

test("第二十五条: no division is reached by what is granted and not by what was asked for, whatever stands in the database", () => {
  fc.assert(
    fc.property(codes, codes, fc.stringMatching(/^[1-2]{6}$/), (asked, narrowed, division) => {
      const granted = grantedScope(asked, narrowed);
      expect(!reaches(granted, division) || (reaches(asked, division) && reaches(narrowed, division))).toBe(true);
    }),
  );
});
