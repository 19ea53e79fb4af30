import { expect, test } from "@jest/globals";
import { isCreditCode } from "./credit-code.ts";

test("accepts a valid code", () => {
  expect(isCreditCode("91110000802100433B")).toBe(true);
});

test.each([
  ["a wrong check character", "911100008021004331"],
  ["a letter outside the alphabet", "9111000080210043IB"],
  ["too few characters", "9111000080210043"],
])("refuses %s", (_, code) => {
  expect(isCreditCode(code)).toBe(false);
});
