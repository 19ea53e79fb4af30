import { describe, expect, test } from "@jest/globals";
import { STORED_POLICIES } from "./fixtures/stored-policies.ts";
import { parsePolicy } from "./parse-policy.ts";

const LEAF = { dataset: "enterprise", field: "employees", op: ">=", value: 10, text: "从业人员10人以上" };
const YEARLY = { dataset: "annualReport", field: "revenue", op: ">", value: 1, window: "lastYear", text: "上年有收入" };
const TIERS = [{ when: null, amount: 100 }];

const parse = (conditions: unknown, tiers: unknown = TIERS) => parsePolicy("TEST", conditions, tiers);

test.each(STORED_POLICIES.map((policy) => [policy.title, policy] as const))(
  "%s is understood as it is stored",
  (_, { code, conditions, tiers }) => {
    expect(parsePolicy(code, conditions, tiers)).toEqual({ conditions, tiers });
  },
);

const DATASETS =
  "one of enterprise, employerYear, annualReport, industry, electricity, qualification, taxCredit, abnormal, court, payout";
const COUNT = "a figure of kind count";

describe("a policy that cannot be evaluated is refused, naming the policy and the place", () => {
  const refusals: readonly (readonly [string, unknown, unknown, string])[] = [
    ["unknown dataset", { ...LEAF, dataset: "bank" }, TIERS, `conditions.dataset: expected ${DATASETS}, got "bank"`],
    [
      "prototype as dataset",
      { ...LEAF, dataset: "__proto__" },
      TIERS,
      `conditions.dataset: expected ${DATASETS}, got "__proto__"`,
    ],
    [
      "unknown field, deep inside",
      { allOf: [LEAF, { anyOf: [{ ...LEAF, field: "size" }] }] },
      TIERS,
      'conditions.allOf[1].anyOf[0].field: expected one of type, scale, industryCode, aboveScale, employees, status, got "size"',
    ],
    [
      "unknown operator",
      { ...LEAF, op: "~" },
      TIERS,
      'conditions.op: expected one of ==, !=, >=, >, <=, <, in, contains, startsWith, got "~"',
    ],
    [
      "operator that does not fit",
      { ...LEAF, op: "startsWith" },
      TIERS,
      'conditions.op: expected one of == != >= > <= < in, got "startsWith"',
    ],
    ["number as text", { ...LEAF, value: "10" }, TIERS, `conditions.value: expected a value for ${COUNT}, got "10"`],
    [
      "a list without in",
      { ...LEAF, value: [10] },
      TIERS,
      `conditions.value: expected a value for ${COUNT}, got a list of 1`,
    ],
    ["in without a list", { ...LEAF, op: "in" }, TIERS, `conditions.value: expected a list for ${COUNT}, got 10`],
    [
      "a word that the register does not use",
      { ...LEAF, field: "scale", op: "==", value: "HUGE" },
      TIERS,
      'conditions.value: expected a value for a figure of kind word, got "HUGE"',
    ],
    [
      "a yearly figure without window",
      { ...YEARLY, window: undefined },
      TIERS,
      "conditions.window: expected one of lastYear, previousYear, got nothing",
    ],
    [
      "an unknown window",
      { ...YEARLY, window: "nextYear" },
      TIERS,
      'conditions.window: expected one of lastYear, previousYear, got "nextYear"',
    ],
    [
      "a current figure with window",
      { ...LEAF, window: "lastYear" },
      TIERS,
      'conditions.window: expected nothing, got "lastYear"',
    ],
    ["no text", { ...LEAF, text: "" }, TIERS, 'conditions.text: expected text, got ""'],
    [
      "a misspelt key",
      { ...YEARLY, windows: "lastYear" },
      TIERS,
      'conditions: expected one of dataset, field, op, value, window, text, got "windows"',
    ],
    ["two combinators", { allOf: [LEAF], noneOf: [LEAF] }, TIERS, 'conditions: expected one of allOf, got "noneOf"'],
    ["a combinator and a leaf", { ...LEAF, allOf: [LEAF] }, TIERS, 'conditions: expected one of allOf, got "dataset"'],
    ["an empty group", { anyOf: [] }, TIERS, "conditions.anyOf: expected at least one condition, got a list of 0"],
    ["no object", null, TIERS, "conditions: expected a condition, got null"],
    ["no tiers", LEAF, [], "tiers: expected at least one tier, got a list of 0"],
    [
      "a tier without amount",
      LEAF,
      [{ when: null }],
      "tiers[0].amount: expected an amount in fen or null, got nothing",
    ],
    ["a tier without condition", LEAF, [{ amount: 1 }], "tiers[0].when: expected a condition or null, got nothing"],
    ["a negative amount", LEAF, [{ when: null, amount: -1 }], "tiers[0].amount: expected an amount in fen, got -1"],
    [
      "a base that is not kept by year",
      LEAF,
      [{ when: null, base: "enterprise.employees", rate: 1, cap: 1 }],
      'tiers[0].base: expected one of employerYear.unemploymentContribution, employerYear.graduateHires, annualReport.equipmentInvestment, got "enterprise.employees"',
    ],
    [
      "S11: a base of which no amount says that it tells it",
      LEAF,
      [{ when: null, base: "annualReport.revenue", rate: 1, cap: 1 }],
      'tiers[0].base: expected one of employerYear.unemploymentContribution, employerYear.graduateHires, annualReport.equipmentInvestment, got "annualReport.revenue"',
    ],
    [
      "no rate",
      LEAF,
      [{ when: null, base: "annualReport.equipmentInvestment", cap: 1 }],
      "tiers[0].rate: expected a number above 0, got nothing",
    ],
    [
      "no cap",
      LEAF,
      [{ when: null, base: "annualReport.equipmentInvestment", rate: 1 }],
      "tiers[0].cap: expected an amount in fen, got nothing",
    ],
    [
      "both an amount and a base",
      LEAF,
      [{ when: null, base: "annualReport.equipmentInvestment", rate: 1, cap: 1, amount: 1 }],
      'tiers[0]: expected one of when, base, rate, cap, got "amount"',
    ],
    [
      "a broken tier condition",
      LEAF,
      [{ when: { ...LEAF, op: "?" }, amount: 1 }],
      "tiers[0].when.op: expected one of ==, !=",
    ],
  ];
  test.each(refusals)("%s", (_, conditions, tiers, message) => {
    expect(() => parse(conditions, tiers)).toThrow(`Policy TEST: ${message}`);
  });
});

test("what is understood may be nested and yearly", () => {
  const conditions = { allOf: [LEAF, { noneOf: [YEARLY] }] };
  expect(parse(conditions).conditions).toEqual(conditions);
});
