import { describe, expect, test } from "@jest/globals";
import { POLICIES } from "../../../demo/city/policies/policies.ts";
import { parsePolicy } from "./parse-policy.ts";

const LEAF = { dataset: "enterprise", field: "employees", op: ">=", value: 10, text: "从业人员10人以上" };
const YEARLY = { dataset: "annualReport", field: "revenue", op: ">", value: 1, window: "lastYear", text: "上年有收入" };
const TIERS = [{ when: null, amount: 100 }];

const parse = (conditions: unknown, tiers: unknown = TIERS) => parsePolicy("TEST", conditions, tiers);

test.each(POLICIES.map((policy) => [policy.title, policy] as const))(
  "%s is understood as it is stored",
  (_, policy) => {
    const stored = JSON.parse(JSON.stringify(policy)) as { conditions: unknown; tiers: unknown };
    expect(parsePolicy(policy.code, stored.conditions, stored.tiers)).toEqual({
      conditions: policy.conditions,
      tiers: policy.tiers,
    });
  },
);

describe("a policy that cannot be evaluated is refused, naming the policy and the place", () => {
  const refusals: readonly (readonly [string, unknown, unknown, string])[] = [
    ["unknown dataset", { ...LEAF, dataset: "bank" }, TIERS, 'Policy TEST: conditions: unknown dataset "bank"'],
    ["prototype as dataset", { ...LEAF, dataset: "__proto__" }, TIERS, 'unknown dataset "__proto__"'],
    [
      "unknown field, deep inside",
      { allOf: [LEAF, { anyOf: [{ ...LEAF, field: "size" }] }] },
      TIERS,
      'Policy TEST: conditions.allOf[1].anyOf[0]: unknown field "enterprise.size", expected one of enterprise.type',
    ],
    ["unknown operator", { ...LEAF, op: "~" }, TIERS, 'unknown operator "~"'],
    ["operator that does not fit", { ...LEAF, op: "startsWith" }, TIERS, "operator startsWith does not fit"],
    ["number as text", { ...LEAF, value: "10" }, TIERS, "value does not fit a figure of kind count"],
    ["a list without in", { ...LEAF, value: [10] }, TIERS, "value does not fit"],
    ["in without a list", { ...LEAF, op: "in" }, TIERS, "value does not fit"],
    [
      "a word that the register does not use",
      { ...LEAF, field: "scale", op: "==", value: "HUGE" },
      TIERS,
      "value does not fit a figure of kind word",
    ],
    ["a yearly figure without window", { ...YEARLY, window: undefined }, TIERS, "expected a window"],
    ["an unknown window", { ...YEARLY, window: "nextYear" }, TIERS, "expected a window"],
    ["a current figure with window", { ...LEAF, window: "lastYear" }, TIERS, "expected no window"],
    ["no text", { ...LEAF, text: "" }, TIERS, "expected a text"],
    ["two combinators", { allOf: [LEAF], noneOf: [LEAF] }, TIERS, "exactly one of"],
    ["a combinator and a leaf", { ...LEAF, allOf: [LEAF] }, TIERS, "exactly one of"],
    ["an empty group", { anyOf: [] }, TIERS, "conditions.anyOf: expected at least one node"],
    ["no object", null, TIERS, "expected a condition"],
    ["no tiers", LEAF, [], "Policy TEST: tiers: expected at least one tier"],
    ["a tier without amount", LEAF, [{ when: null }], 'tiers[0].base: unknown dataset "undefined"'],
    ["a negative amount", LEAF, [{ when: null, amount: -1 }], "tiers[0].base"],
    [
      "a base that is not kept by year",
      LEAF,
      [{ when: null, base: "enterprise.employees", rate: 1, cap: 1 }],
      "tiers[0].base: expected an amount or a count that is kept by year",
    ],
    ["no rate", LEAF, [{ when: null, base: "annualReport.revenue", cap: 1 }], "tiers[0].rate"],
    ["no cap", LEAF, [{ when: null, base: "annualReport.revenue", rate: 1 }], "tiers[0].cap"],
    ["a broken tier condition", LEAF, [{ when: { ...LEAF, op: "?" }, amount: 1 }], "tiers[0].when: unknown operator"],
  ];
  test.each(refusals)("%s", (_, conditions, tiers, message) => {
    expect(() => parse(conditions, tiers)).toThrow(message);
  });
});

test("what is understood may be nested and yearly", () => {
  const conditions = { allOf: [LEAF, { noneOf: [YEARLY] }] };
  expect(parse(conditions).conditions).toEqual(conditions);
});
