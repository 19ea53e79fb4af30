import { expect, test } from "@jest/globals";
import type { Condition, Leaf } from "../../../schema/policies/condition.ts";
import { evaluateCondition } from "./evaluate-condition.ts";
import type { Facts } from "./figures.ts";

const leaf = (field: string, op: Leaf["op"], value: Leaf["value"], text: string): Leaf => ({
  dataset: "enterprise",
  field,
  op,
  value,
  text,
});
const BIG = leaf("employees", ">=", 100, "从业人员100人以上");
const MADE = leaf("industryCode", "startsWith", "C", "制造业");
const FACTS: Facts = new Map<string, string | number>([
  ["enterprise.employees", 120],
  ["enterprise.industryCode", "F5212"],
]);

const SOURCE = "漯政〔2025〕示例";
const truthOf = (condition: Condition, facts: Facts = FACTS) => evaluateCondition(condition, facts, SOURCE).holds;

test("every check is explained, also after one that decides", () => {
  const { holds, lines } = evaluateCondition({ allOf: [MADE, BIG] }, FACTS, SOURCE);
  expect(holds).toBe(false);
  expect(lines).toEqual([
    { condition: "制造业", fact: "F5212", limit: "开头为 C", source: SOURCE, holds: false, depth: 0 },
    { condition: "从业人员100人以上", fact: "100至200人", limit: "≥ 100人", source: SOURCE, holds: true, depth: 0 },
  ]);
});

test("a group is told before its checks, one level above them", () => {
  const { lines } = evaluateCondition({ allOf: [{ anyOf: [MADE, { allOf: [BIG, MADE] }] }] }, FACTS, SOURCE);
  expect(lines.map(({ condition, holds, fact, depth }) => [depth, condition, holds, fact])).toEqual([
    [0, "以下至少一项符合", false, "0项符合"],
    [1, "制造业", false, "F5212"],
    [1, "以下各项均须符合", false, "1项符合"],
    [2, "从业人员100人以上", true, "100至200人"],
    [2, "制造业", false, "F5212"],
  ]);
});

test("inside noneOf a line is met when it speaks for the firm", () => {
  const { holds, lines } = evaluateCondition({ noneOf: [MADE] }, FACTS, SOURCE);
  expect(holds).toBe(true);
  expect(lines).toEqual([
    { condition: "不得有：制造业", fact: "F5212", limit: "非（开头为 C）", source: SOURCE, holds: true, depth: 0 },
  ]);
  expect(truthOf({ noneOf: [MADE, BIG] })).toBe(false);
  expect(truthOf({ noneOf: [{ allOf: [MADE, BIG] }] })).toBe(true);
  expect(truthOf({ noneOf: [{ noneOf: [BIG] }] })).toBe(true);
});

test("a missing figure leaves a condition open, also inside noneOf: silence is no proof", () => {
  const nothing: Facts = new Map();
  expect(truthOf(BIG, nothing)).toBe(null);
  expect(truthOf({ noneOf: [BIG] }, nothing)).toBe(null);
  expect(truthOf({ anyOf: [BIG, MADE] }, new Map([["enterprise.employees", 120]]))).toBe(true);
  expect(evaluateCondition(BIG, nothing, SOURCE).lines[0]?.fact).toBe("无数据");
});

const COMPARISONS: readonly (readonly [Leaf["op"], Leaf["value"], boolean])[] = [
  ["==", 120, true],
  ["!=", 120, false],
  [">=", 120, true],
  [">", 120, false],
  ["<=", 120, true],
  ["<", 120, false],
  ["in", [1, 120], true],
  ["in", [1, 2], false],
];
test.each(COMPARISONS)("120 %s %p is %p", (op, value, holds) => {
  expect(truthOf(leaf("employees", op, value, "比较"))).toBe(holds);
});

test("contains looks into a list", () => {
  const title: Leaf = { dataset: "qualification", field: "kinds", op: "contains", value: "HIGH_TECH", text: "高企" };
  expect(truthOf(title, new Map([["qualification.kinds", ["HIGH_TECH", "SPECIALISED"]]]))).toBe(true);
  expect(truthOf(title, new Map([["qualification.kinds", []]]))).toBe(false);
});
