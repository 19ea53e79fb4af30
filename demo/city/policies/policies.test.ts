import { expect, test } from "@jest/globals";
import type { Condition, Leaf } from "../../../schema/policies/condition.ts";
import { ENTERPRISE_TYPES } from "../../../subgraphs/enterprise/words.ts";
import { parsePolicy } from "../../../subgraphs/enterprise/policies/parse-policy.ts";
import { POLICIES } from "./policies.ts";

test.each(POLICIES.map((policy) => [policy.title, policy] as const))(
  "%s is understood by the department that decides by it",
  (_, { code, conditions, tiers }) => {
    const stored = JSON.parse(JSON.stringify({ conditions, tiers })) as { conditions: unknown; tiers: unknown };
    expect(parsePolicy(code, stored.conditions, stored.tiers)).toEqual({ conditions, tiers });
  },
);

const policyOf = (code: string) => {
  const found = POLICIES.find((policy) => policy.code === code);
  if (found === undefined) throw new Error(`no policy ${code}`);
  return found;
};
const leavesOf = (condition: Condition): readonly Leaf[] =>
  "allOf" in condition
    ? condition.allOf.flatMap(leavesOf)
    : "anyOf" in condition
      ? condition.anyOf.flatMap(leavesOf)
      : "noneOf" in condition
        ? condition.noneOf.flatMap(leavesOf)
        : [condition];
const told = (code: string, field: string) =>
  leavesOf(policyOf(code).conditions)
    .filter((leaf) => leaf.field === field)
    .map(({ op, value, text }) => [op, value, text]);

test("G53: 稳岗返还 is for every kind of registered firm, and says that social bodies and the self-employed are looked at elsewhere", () => {
  expect(told("WGFH", "type")).toEqual([
    ["in", Object.keys(ENTERPRISE_TYPES), "属于企业（社会组织、个体工商户另按登记系统核对）"],
  ]);
});

test("G54: the lay-off rate is who newly draws unemployment benefit by the year's average of insured", () => {
  for (const [, , text] of told("WGFH", "layOffRate").slice(0, 1))
    expect(text).toBe("裁员率（新增领取失业保险金人数/年均参保人数）不高于5.5%");
  expect(told("WGFH", "layOffRate").map(([op, value]) => [op, value])).toEqual([
    ["<=", 0.055],
    ["<=", 0.2],
  ]);
});

test("G55: 扩岗补助 counts hired people, each insured for three months and once, and not the months of the firm", () => {
  expect(told("KGBZ", "graduateHires")).toEqual([
    [">=", 1, "招用高校毕业生等青年1人以上，每人缴费满3个月，每人只计一次"],
  ]);
  expect(told("KGBZ", "unemploymentPaidMonths")).toEqual([]);
  expect(policyOf("KGBZ").tiers).toMatchObject([{ base: "employerYear.graduateHires", rate: 150_000 }]);
});

test("G56, G57: 财金〔2023〕75号: 10 % or 5 % of new hires, half the interest of at most 4,000,000 yuan; the loan decides the amount", () => {
  expect(told("CYDK", "newHireRate").map(([op, value]) => [op, value])).toEqual([
    [">=", 0.1],
    [">=", 0.05],
  ]);
  expect(policyOf("CYDK").summary).toContain("贷款不超过400万元、不超过2年，按贷款利息的50%贴息");
  expect(policyOf("CYDK").tiers).toEqual([{ when: null, amount: null }]);
  expect(told("CYDK", "noInsuranceArrears")).toEqual([["==", true, "无拖欠社会保险费"]]);
});

test("19: who is on the court's list gets no 专精特新 award and no subsidised loan, as their texts say; no other policy asks", () => {
  const asking = POLICIES.filter(({ code }) => told(code, "dishonest").length > 0);
  expect(asking.map(({ code, summary }) => [code, summary])).toEqual([
    ["ZJTX", expect.stringContaining("未被列入经营异常名录或者严重失信主体名单")],
    ["CYDK", expect.stringContaining("无拖欠工资和社会保险费等严重违法违规信用记录")],
  ]);
  expect(told("ZJTX", "dishonest")).toEqual([["==", true, "当前列入失信被执行人名单"]]);
});

test("G58: 满负荷生产 looks at the first quarter, of electricity and of turnover, never at the year", () => {
  const fields = policyOf("MFHSC").tiers.flatMap(({ when }) => (when === null ? [] : leavesOf(when)));
  expect(fields.map(({ dataset, field }) => `${dataset}.${field}`)).toEqual(["industry.firstQuarterRevenueGrowth"]);
  expect(leavesOf(policyOf("MFHSC").conditions).filter(({ dataset }) => dataset === "annualReport")).toEqual([]);
});

test("G59: every row is marked as an example: no number of a document stands as if it were in force", () => {
  expect(POLICIES.filter(({ documentNumber }) => !/^示例（.+）$/.test(documentNumber))).toEqual([]);
});

test("G60: 公平竞争审查条例第十八条: every policy tells the conclusion of its review", () => {
  expect(POLICIES.filter(({ fairCompetitionReview }) => fairCompetitionReview.trim() === "")).toEqual([]);
});
