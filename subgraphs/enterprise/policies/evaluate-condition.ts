import type { Condition, Leaf } from "../../../schema/policies/condition.ts";
import { describeExpectation, describeFigure } from "./describe-figure.ts";
import { evaluateLeaf } from "./evaluate-leaf.ts";
import { factKey, type Facts } from "./facts.ts";
import { FIGURES } from "./figures.ts";
import { all, any, negate, type Truth } from "./truth.ts";

/** One line of the explanation: a single check, or the heading of a group whose checks follow, one level deeper. */
export interface ConditionLine {
  readonly text: string;
  readonly truth: Truth;
  readonly expected: string;
  readonly actual: string;
  /** 0 for what the policy asks directly. */
  readonly depth: number;
}

/** A condition decided, with every check that it rests on: none is skipped because another one decided already. */
export interface Evaluation {
  readonly truth: Truth;
  readonly lines: readonly ConditionLine[];
}

/** Inside a `noneOf` every line says whether it speaks for the firm, so that MET reads the same everywhere. */
interface Position {
  readonly depth: number;
  readonly negated: boolean;
}

const truthAt = (truth: Truth, { negated }: Position): Truth => (negated ? negate(truth) : truth);

const leafLine = (leaf: Leaf, facts: Facts, position: Position): Evaluation => {
  const name = `${leaf.dataset}.${leaf.field}`;
  const figure = FIGURES.get(name);
  const fact = facts.get(factKey(name, leaf.window));
  const truth = truthAt(evaluateLeaf(leaf, facts), position);
  const expected = figure ? describeExpectation(figure, leaf) : "";
  const line: ConditionLine = {
    text: position.negated ? `不得有：${leaf.text}` : leaf.text,
    truth,
    expected: position.negated ? `非（${expected}）` : expected,
    actual: figure && fact !== undefined ? describeFigure(figure, fact) : "无数据",
    depth: position.depth,
  };
  return { truth, lines: [line] };
};

/** Under a negation "all" turns into "any" (De Morgan): a group that may not hold as a whole needs one check to fail. */
const group = (children: readonly Condition[], facts: Facts, needsAll: boolean, position: Position): Evaluation => {
  const inner = { depth: position.depth + 1, negated: position.negated };
  const evaluations = children.map((child) => evaluateAt(child, facts, inner));
  const truths = evaluations.map(({ truth }) => truth);
  const heading: ConditionLine = {
    text: needsAll ? "以下各项均须符合" : "以下至少一项符合",
    truth: needsAll ? all(truths) : any(truths),
    expected: needsAll ? `${truths.length}项` : "1项",
    actual: `${truths.filter((truth) => truth === "MET").length}项符合`,
    depth: position.depth,
  };
  return { truth: heading.truth, lines: [heading, ...evaluations.flatMap(({ lines }) => lines)] };
};

const evaluateAt = (condition: Condition, facts: Facts, position: Position): Evaluation => {
  if ("allOf" in condition) return group(condition.allOf, facts, !position.negated, position);
  if ("anyOf" in condition) return group(condition.anyOf, facts, position.negated, position);
  if (!("noneOf" in condition)) return leafLine(condition, facts, position);
  const [only, ...others] = condition.noneOf;
  const negated = { depth: position.depth, negated: !position.negated };
  if (only && others.length === 0) return evaluateAt(only, facts, negated);
  return group(condition.noneOf, facts, negated.negated, negated);
};

/** Decides a condition and explains it. Pure. A figure that is missing is UNKNOWN, also inside a `noneOf`. */
export const evaluateCondition = (condition: Condition, facts: Facts): Evaluation => {
  if (!("allOf" in condition)) return evaluateAt(condition, facts, { depth: 0, negated: false });
  const parts = condition.allOf.map((child) => evaluateAt(child, facts, { depth: 0, negated: false }));
  return { truth: all(parts.map(({ truth }) => truth)), lines: parts.flatMap(({ lines }) => lines) };
};
