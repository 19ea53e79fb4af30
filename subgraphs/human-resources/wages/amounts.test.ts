import { expect, test } from "@jest/globals";
import { byKey, percent, yuan } from "./amounts.ts";

test("fen are told in yuan with thousands, fractions only where there are any", () => {
  expect(yuan(800_000)).toBe("8,000 元");
  expect(yuan(123_456_789)).toBe("1,234,567.89 元");
  expect(yuan(5)).toBe("0.05 元");
});

test("shares are told in percent", () => {
  expect(percent(0.1)).toBe("10%");
  expect(percent(1 / 3)).toBe("33.3%");
});

test("groups keep the order of first appearance", () => {
  expect([...byKey(["b1", "a1", "b2"], (text) => text.charAt(0))]).toEqual([
    ["b", ["b1", "b2"]],
    ["a", ["a1"]],
  ]);
});
