import { expect, test } from "@jest/globals";
import { decideSubsistence } from "./decide-subsistence.ts";
import type { FamilyMeans } from "./family-means.ts";
import { SUBSISTENCE_RULES } from "./subsistence-rules.ts";

const STANDARD = { amount: 68_000, source: "源政〔2026〕示例" };
const MEANS: FamilyMeans = {
  people: 2,
  rural: false,
  income: 80_000,
  vehicles: 0,
  homes: 1,
  nonResidential: 0,
  businesses: 0,
  circumstances: ["MINOR"],
};
const decide = (means: Partial<FamilyMeans> = {}) =>
  decideSubsistence({ ...MEANS, ...means }, STANDARD, SUBSISTENCE_RULES);

test("allowance: standard times people less income, rounded up to a whole yuan; a supplement for each circumstance", () => {
  expect(decide()).toMatchObject({ decision: "ELIGIBLE", allowance: 56_000, supplement: 6_000 });
  expect(decide({ income: 80_001 }).allowance).toBe(56_000);
  expect(decide({ income: 79_999 }).allowance).toBe(56_100);
  expect(decide({ income: 0, circumstances: [] })).toMatchObject({ allowance: 136_000, supplement: 0 });
});

test.each([
  [135_999, "ELIGIBLE", 100],
  [136_000, "EDGE", 0],
  [204_000, "EDGE", 0],
  [204_001, "INCOME_ABOVE", 0],
])("a family income of %i fen: %s", (income, decision, allowance) => {
  expect(decide({ income })).toMatchObject({ decision, allowance });
});

test.each([
  ["VEHICLE", { vehicles: 1 }],
  ["HOMES", { homes: 2 }],
  ["NON_RESIDENTIAL", { nonResidential: 1 }],
] as const)("barred: %s", (code, means) => {
  const outcome = decide(means);
  expect(outcome).toMatchObject({ decision: "BARRED", allowance: 0, supplement: 0 });
  expect(outcome.lines.filter(({ holds }) => holds !== true).map(({ code }) => code)).toEqual([code]);
});

test("property decides before income, also when the income is unknown", () => {
  expect(decide({ vehicles: 1, income: 999_999 }).decision).toBe("BARRED");
  expect(decide({ vehicles: 1, income: null }).decision).toBe("BARRED");
});

test("a missing figure leaves the answer open and promises no money", () => {
  for (const missing of [{ income: null }, { vehicles: null }, { homes: null }, { nonResidential: null }])
    expect(decide(missing)).toMatchObject({ decision: "UNDECIDED", allowance: null, supplement: null });
  expect(decide({ income: null }).lines[0]).toMatchObject({ holds: null, fact: "无数据" });
});

test("a business is no bar: its income has to be looked into", () => {
  expect(decide({ businesses: 1 }).decision).toBe("ELIGIBLE");
});

test("every condition is told in words, with the source of its limit", () => {
  expect(decide().lines.map(({ source }) => source)).toEqual([
    STANDARD.source,
    ...Array.from({ length: 3 }, () => SUBSISTENCE_RULES.source),
  ]);
  expect(decide().lines.map(({ condition, limit, fact }) => [condition, limit, fact])).toEqual([
    ["家庭月人均收入低于低保标准", "< 680元/人", "200至500元/人"],
    ["机动车（残疾人代步车除外）", "无", "无"],
    ["住房套数", "不超过1套", "1套"],
    ["非居住类不动产", "无", "无"],
  ]);
});
