import type { Leaf, Operator, Scalar } from "../../../schema/policies/condition.ts";
import { factKey, type Facts } from "./facts.ts";
import type { Truth } from "./truth.ts";

type Fact = Scalar | readonly string[];

const holds = (op: Operator, fact: Fact, value: Leaf["value"]): boolean => {
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

/** One leaf against what is known; the kinds of figure and value agree, because the policy was parsed. */
export const evaluateLeaf = (leaf: Leaf, facts: Facts): Truth => {
  const fact = facts.get(factKey(`${leaf.dataset}.${leaf.field}`, leaf.window));
  if (fact === undefined) return "UNKNOWN";
  return holds(leaf.op, fact, leaf.value) ? "MET" : "UNMET";
};
