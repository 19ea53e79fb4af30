import { expect, test } from "@jest/globals";
import { decideSubsistence } from "./decide-subsistence.ts";
import type { FamilyMeans } from "./family-means.ts";
import { SUBSISTENCE_RULES } from "./subsistence-rules.ts";

const STANDARD = { amount: 68_000, source: "源政〔2026〕示例" };
const MEANS: FamilyMeans = {
  people: 2,
  income: { wageAndTransfer: 80_000, business: 0, property: 0, total: 80_000 },
  vehicles: 0,
  homes: 1,
  nonResidential: 0,
  deposits: 300_000,
  businesses: 0,
  circumstances: ["MINOR"],
  peopleInNeed: 1,
  mayApplyAlone: ["a"],
};
const decide = (means: Partial<FamilyMeans> = {}) =>
  decideSubsistence({ ...MEANS, ...means }, STANDARD, SUBSISTENCE_RULES);
/** Means with that income in all; null: not known. */
const earning = (total: number | null) => ({ income: { ...MEANS.income, total } });

test("allowance: standard times people less income, rounded up to a whole yuan; a supplement for each person in need", () => {
  expect(decide()).toMatchObject({ decision: "ELIGIBLE", allowance: 56_000, supplement: 6_000 });
  expect(decide(earning(80_001)).allowance).toBe(56_000);
  expect(decide(earning(79_999)).allowance).toBe(56_100);
  expect(decide({ ...earning(0), peopleInNeed: 0 })).toMatchObject({ allowance: 136_000, supplement: 0 });
});

test.each([
  [135_999, "ELIGIBLE", 100],
  [136_000, "EDGE", 0],
  [203_999, "EDGE", 0],
  [204_000, "INCOME_ABOVE", 0],
])(
  "G45: 民发〔2021〕57号第八条: a family income of %i fen: %s; the edge is below one and a half, not at it",
  (income, decision, allowance) => {
    expect(decide(earning(income))).toMatchObject({ decision, allowance });
  },
);

test("G44: 社会救助暂行办法第十二条: the supplement counts people, not categories", () => {
  expect(decide({ circumstances: ["MINOR"], peopleInNeed: 3 }).supplement).toBe(18_000);
});

test("G46: 民发〔2021〕57号第八条: gravely disabled members may apply alone, and only out of a family on the edge", () => {
  expect(decide(earning(136_000)).mayApplyAlone).toEqual(["a"]);
  expect(decide(earning(135_999)).mayApplyAlone).toEqual([]);
  expect(decide(earning(204_000)).mayApplyAlone).toEqual([]);
});

test("G46: 社会救助暂行办法第九条: property is a condition: deposits up to the limit, unknown ones leave it open", () => {
  expect(decide({ deposits: 68_000 * 24 * 2 }).decision).toBe("ELIGIBLE");
  expect(decide({ deposits: 68_000 * 24 * 2 + 1 }).decision).toBe("BARRED");
  expect(decide({ deposits: null })).toMatchObject({ decision: "UNDECIDED", allowance: null });
});

test("G43: 社会救助暂行办法第十条: without an established residence no standard holds, and nothing is decided", () => {
  const outcome = decideSubsistence(MEANS, null, SUBSISTENCE_RULES);
  expect(outcome).toMatchObject({ decision: "UNDECIDED", allowance: null, supplement: null, mayApplyAlone: [] });
  expect(outcome.lines[0]).toMatchObject({ holds: null, limit: "常住地未认定，标准不定" });
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
  expect(decide({ vehicles: 1, ...earning(999_999) }).decision).toBe("BARRED");
  expect(decide({ vehicles: 1, ...earning(null) }).decision).toBe("BARRED");
});

test("a missing figure leaves the answer open and promises no money", () => {
  for (const missing of [earning(null), { vehicles: null }, { homes: null }, { nonResidential: null }])
    expect(decide(missing)).toMatchObject({ decision: "UNDECIDED", allowance: null, supplement: null });
  expect(decide(earning(null)).lines[0]).toMatchObject({ holds: null, fact: "无数据" });
});

test("a business is no bar: its income has to be declared", () => {
  expect(decide({ businesses: 1 }).decision).toBe("ELIGIBLE");
});

test("every condition is told in words, with the source of its limit", () => {
  expect(decide().lines.map(({ source }) => source)).toEqual([
    STANDARD.source,
    ...Array.from({ length: 4 }, () => SUBSISTENCE_RULES.source),
  ]);
  expect(decide().lines.map(({ condition, limit, fact }) => [condition, limit, fact])).toEqual([
    ["家庭月人均收入低于低保标准", "< 680元/人", "不足500元/人"],
    ["机动车（残疾人机动轮椅车除外）", "无", "无"],
    ["住房套数", "不超过1套", "1套"],
    ["非居住类不动产", "无", "无"],
    ["人均金融资产", "不超过24个月低保标准", "1000至2000元/人"],
  ]);
});
