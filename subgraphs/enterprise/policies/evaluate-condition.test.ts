import { expect, test } from "@jest/globals";
import type { Condition, Leaf } from "../../../schema/policies/condition.ts";
import { evaluateCondition } from "./evaluate-condition.ts";
import type { Facts } from "./facts.ts";

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

const truthOf = (condition: Condition, facts: Facts = FACTS) => evaluateCondition(condition, facts).truth;

test("every check is explained, also after one that decides", () => {
  const { truth, lines } = evaluateCondition({ allOf: [MADE, BIG] }, FACTS);
  expect(truth).toBe("UNMET");
  expect(lines).toEqual([
    { text: "制造业", truth: "UNMET", expected: "开头为 C", actual: "F5212", depth: 0 },
    { text: "从业人员100人以上", truth: "MET", expected: "≥ 100人", actual: "120人", depth: 0 },
  ]);
});

test("a group is told before its checks, one level above them", () => {
  const { lines } = evaluateCondition({ allOf: [{ anyOf: [MADE, { allOf: [BIG, MADE] }] }] }, FACTS);
  expect(lines.map(({ text, truth, actual, depth }) => [depth, text, truth, actual])).toEqual([
    [0, "以下至少一项符合", "UNMET", "0项符合"],
    [1, "制造业", "UNMET", "F5212"],
    [1, "以下各项均须符合", "UNMET", "1项符合"],
    [2, "从业人员100人以上", "MET", "120人"],
    [2, "制造业", "UNMET", "F5212"],
  ]);
});

test("inside noneOf a line is met when it speaks for the firm", () => {
  const { truth, lines } = evaluateCondition({ noneOf: [MADE] }, FACTS);
  expect(truth).toBe("MET");
  expect(lines).toEqual([
    { text: "不得有：制造业", truth: "MET", expected: "非（开头为 C）", actual: "F5212", depth: 0 },
  ]);
  expect(truthOf({ noneOf: [MADE, BIG] })).toBe("UNMET");
  expect(truthOf({ noneOf: [{ allOf: [MADE, BIG] }] })).toBe("MET");
  expect(truthOf({ noneOf: [{ noneOf: [BIG] }] })).toBe("MET");
});

test("a missing figure leaves a condition open, also inside noneOf: silence is no proof", () => {
  const nothing: Facts = new Map();
  expect(truthOf(BIG, nothing)).toBe("UNKNOWN");
  expect(truthOf({ noneOf: [BIG] }, nothing)).toBe("UNKNOWN");
  expect(truthOf({ anyOf: [BIG, MADE] }, new Map([["enterprise.employees", 120]]))).toBe("MET");
  expect(evaluateCondition(BIG, nothing).lines[0]?.actual).toBe("无数据");
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
  expect(truthOf(leaf("employees", op, value, "比较"))).toBe(holds ? "MET" : "UNMET");
});

test("contains looks into a list", () => {
  const title: Leaf = { dataset: "qualification", field: "kinds", op: "contains", value: "HIGH_TECH", text: "高企" };
  expect(truthOf(title, new Map([["qualification.kinds", ["HIGH_TECH", "SPECIALISED"]]]))).toBe("MET");
  expect(truthOf(title, new Map([["qualification.kinds", []]]))).toBe("UNMET");
});
