import type { Condition, Leaf, Operator, Scalar } from "../../../schema/policies/condition.ts";
import {
  all,
  any,
  conclude,
  lineOf,
  not,
  type Conclusion,
  type Line,
  type Truth,
} from "../../kit/rules/eligibility.ts";
import { describeExpectation, describeFact } from "./describe-figure.ts";
import { factKey, FIGURES, type Facts } from "./figures.ts";

/** One line of the explanation: a single check, or the heading of a group whose checks follow, one level deeper. */
export interface PolicyLine extends Line {
  /** 0 for a condition that the policy itself asks for. */
  readonly depth: number;
}

/**
 * A place in the tree of conditions. Inside a `noneOf` every line says whether it speaks for the firm, so that `holds`
 * reads the same everywhere.
 */
interface Position {
  readonly depth: number;
  readonly negated: boolean;
}

/** The constants of one evaluation. */
interface Question {
  readonly facts: Facts;
  /** Source of every line. */
  readonly source: string;
}

const matches = (op: Operator, fact: Scalar | readonly string[], value: Leaf["value"]): boolean => {
  switch (op) {
    case "==":
      return fact === value;
    case "!=":
      return fact !== value;
    case ">=":
      return fact >= value;
    case ">":
      return fact > value;
    case "<=":
      return fact <= value;
    case "<":
      return fact < value;
    case "in":
      return Array.isArray(value) && value.includes(fact);
    case "contains":
      return Array.isArray(fact) && fact.includes(value);
    case "startsWith":
      return typeof fact === "string" && typeof value === "string" && fact.startsWith(value);
  }
};

/** The kinds of figure and value agree, because the policy was parsed. */
const leafLine = (leaf: Leaf, { facts, source }: Question, { depth, negated }: Position): Conclusion<PolicyLine> => {
  const name = `${leaf.dataset}.${leaf.field}`;
  const figure = FIGURES.get(name);
  const limit = figure ? describeExpectation(figure, leaf) : "";
  const line = lineOf({
    condition: negated ? `不得有：${leaf.text}` : leaf.text,
    fact: facts.get(factKey(name, leaf.window)),
    limit: negated ? `非（${limit}）` : limit,
    source,
    holds: (fact) => {
      const truth = matches(leaf.op, fact, leaf.value);
      return negated ? not(truth) : truth;
    },
    words: (fact) => (figure ? describeFact(figure, fact) : ""),
  });
  return conclude([{ ...line, depth }]);
};

/** Under a negation "all" turns into "any" (De Morgan): a group that may not hold as a whole needs one check to fail. */
const group = (
  children: readonly Condition[],
  question: Question,
  needsAll: boolean,
  { depth, negated }: Position,
): Conclusion<PolicyLine> => {
  const parts = children.map((child) => evaluateAt(child, question, { depth: depth + 1, negated }));
  const truths: readonly Truth[] = parts.map(({ holds }) => holds);
  const holds = needsAll ? all(truths) : any(truths);
  const heading: PolicyLine = {
    condition: needsAll ? "以下各项均须符合" : "以下至少一项符合",
    fact: `${truths.filter((truth) => truth === true).length}项符合`,
    limit: needsAll ? `${truths.length}项` : "1项",
    source: question.source,
    holds,
    depth,
  };
  return { holds, lines: [heading, ...parts.flatMap(({ lines }) => lines)] };
};

const evaluateAt = (condition: Condition, question: Question, position: Position): Conclusion<PolicyLine> => {
  const { depth, negated } = position;
  if ("allOf" in condition) return group(condition.allOf, question, !negated, position);
  if ("anyOf" in condition) return group(condition.anyOf, question, negated, position);
  if (!("noneOf" in condition)) return leafLine(condition, question, position);
  const [only, ...others] = condition.noneOf;
  const turned = { depth, negated: !negated };
  if (only && others.length === 0) return evaluateAt(only, question, turned);
  return group(condition.noneOf, question, turned.negated, turned);
};

/**
 * Decides a condition and explains it. Pure. A figure that is missing leaves its line unknown, also inside a `noneOf`.
 * @param source the policy that asks, as it stands on every line
 */
export function evaluateCondition(condition: Condition, facts: Facts, source: string): Conclusion<PolicyLine> {
  const question = { facts, source };
  const top = { depth: 0, negated: false };
  if (!("allOf" in condition)) return evaluateAt(condition, question, top);
  const parts = condition.allOf.map((child) => evaluateAt(child, question, top));
  return { holds: all(parts.map(({ holds }) => holds)), lines: parts.flatMap(({ lines }) => lines) };
}

/** Decides a condition without explaining it. Pure. */
export function holdsFor(condition: Condition, facts: Facts): Truth {
  return evaluateCondition(condition, facts, "").holds;
}
