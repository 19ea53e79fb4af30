import { expect, test } from "@jest/globals";
import { isCitizenNumber } from "./citizen-number.ts";

test("accepts the standard's own example", () => {
  expect(isCitizenNumber("11010519491231002X")).toBe(true);
});

test.each([
  ["a wrong check digit", "110105194912310021"],
  ["a date that no calendar has", "110105194902310028"],
  ["too few digits", "1101051949123100"],
  ["letters", "1101051949123100ZZ"],
  ["a lower-case check character", "11010519491231002x"],
])("refuses %s", (_, number) => {
  expect(isCitizenNumber(number)).toBe(false);
});
