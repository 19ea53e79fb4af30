import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { amountBand, band, countBand, shareBand } from "./bands.ts";

test("bands begin at 1, 2, 5, 10, …; S11: zero is told as zero where it is counted, as little where it is an amount", () => {
  expect([0, 0.4, 1, 4.99, 5, 13.33, 150, 9_999].map((value) => band(value, "平方米"))).toEqual([
    "0平方米",
    "0至1平方米",
    "1至2平方米",
    "2至5平方米",
    "5至10平方米",
    "10至20平方米",
    "100至200平方米",
    "5000至10000平方米",
  ]);
  expect([0, 1, 2, 4, 7, 120].map((count) => countBand(count, "辆"))).toEqual([
    "0辆",
    "1辆",
    "2至4辆",
    "2至4辆",
    "5至9辆",
    "100至200辆",
  ]);
  expect([0, 1, 49_999, 50_000, 240_000, 8_000_000, 123_456_789].map(amountBand)).toEqual([
    "不足500元",
    "不足500元",
    "不足500元",
    "500至1000元",
    "2000至5000元",
    "5至10万元",
    "100至200万元",
  ]);
  expect([0, 0.055, 0.2, -0.15].map(shareBand)).toEqual(["0%", "5至10%", "20至50%", "-20至-10%"]);
});

test("a band holds its figure, and two figures of one band are told alike", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (value) => {
      const [, from = "", to = from] = /^(-?\d+)至(-?\d+)$/.exec(band(value, "")) ?? ["", "0", "1"];
      expect(Number(from)).toBeLessThanOrEqual(value);
      expect(Number(to)).toBeGreaterThan(value);
      if (value !== 0) expect(band(Number(from), "")).toBe(band(value, ""));
    }),
  );
});
