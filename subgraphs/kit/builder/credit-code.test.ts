import { expect, test } from "@jest/globals";
import { creditCodeCheck, isCreditCode } from "./credit-code.ts";

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

/** With the right check character of the whole, so that nothing else is refused but what is in it. */
const whole = (first17: string): string => first17 + creditCodeCheck(first17);

test("positions 3 to 8 are an area in digits, 9 to 17 an organisation code with its own check character", () => {
  const area = "110000";
  const codes = ["802100433", "802100434", "71526726X", "715267260", "MA0000007", "MA0000002"];
  expect(codes.map((code) => isCreditCode(whole(`91${area}${code}`)))).toEqual([true, false, true, false, true, false]);
  expect(["11000A", "A10000"].map((wrong) => isCreditCode(whole(`91${wrong}802100433`)))).toEqual([false, false]);
});
