import type { Rule } from "./match-policy.ts";
import { parsePolicy } from "./parse-policy.ts";

interface PolicyRow extends Pick<Rule, "mode" | "stacking" | "validFrom" | "validTo"> {
  readonly code: string;
  readonly conditions: unknown;
  readonly tiers: unknown;
}

const rules = new WeakMap<PolicyRow, Rule>();

/** A stored policy, checked and ready to be matched; each loaded row is checked once. @throws PolicyDefinitionError */
export const ruleOf = (row: PolicyRow): Rule => {
  const known = rules.get(row);
  if (known) return known;
  const { mode, stacking, validFrom, validTo } = row;
  const rule = Object.freeze({
    ...parsePolicy(row.code, row.conditions, row.tiers),
    mode,
    stacking,
    validFrom,
    validTo,
  });
  rules.set(row, rule);
  return rule;
};
