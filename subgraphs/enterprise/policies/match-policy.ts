import { all, conclude, lineOf, type Conclusion } from "../../kit/rules/eligibility.ts";
import { entitlementOf, type Paid } from "./entitlement.ts";
import { evaluateCondition, type PolicyLine } from "./evaluate-condition.ts";
import { FOREIGN_DATASETS, type Facts } from "./figures.ts";
import { datasetsOf, type Mode, type Rule } from "./parse-policy.ts";

/** The next step: by the firm (CONFIRM, APPLY), by the department (PAY), or nothing any more (SETTLED, EXPIRED). */
export type NextStep = "NONE" | "CONFIRM" | "APPLY" | "PAY" | "SETTLED" | "EXPIRED";

/** One firm against one policy. `holds` is unknown when nothing speaks against it, but a figure is missing. */
export interface Match extends Conclusion<PolicyLine> {
  readonly settled: boolean;
  /** Fen that would be paid now; null unless the firm matches and the figures allow to work it out. */
  readonly amount: number | null;
  readonly nextStep: NextStep;
  /** Departments whose figures the policy looks at, and that did not answer. */
  readonly missing: readonly string[];
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

const validity = ({ validFrom, validTo, source }: Rule, asOf: Date): PolicyLine => ({
  ...lineOf({
    condition: "在政策有效期内",
    fact: asOf,
    limit: `${day(validFrom)} 至 ${day(validTo)}`,
    source,
    holds: (date) => validFrom <= date && date <= validTo,
    words: day,
  }),
  depth: 0,
});

const nextStepOf = (mode: Mode, matched: boolean, settled: boolean, confirmed: boolean): NextStep => {
  if (settled) return "SETTLED";
  if (!matched) return "NONE";
  switch (mode) {
    case "AUTOMATIC":
      return "PAY";
    case "CONFIRM":
      return confirmed ? "PAY" : "CONFIRM";
    case "APPLY":
      return "APPLY";
  }
};

/**
 * Decides one policy for one firm. Pure.
 * @param facts the firm's figures without `payout.paid`, which follows from `paid` and the policy's stacking
 * @param confirmed the firm has confirmed that it wants the policy (意愿确认)
 * @param silent datasets of which nothing came, because their departments did not answer
 */
export function matchPolicy(
  rule: Rule,
  facts: Facts,
  paid: Paid,
  confirmed: boolean,
  asOf: Date,
  silent: ReadonlySet<string> = new Set(),
): Match {
  const { amount, settled } = entitlementOf(rule.tiers, rule.stacking, facts, paid);
  const asked = evaluateCondition(rule.conditions, new Map([...facts, ["payout.paid", settled]]), rule.source);
  const inForce = validity(rule, asOf);
  const holds = settled ? false : all([inForce.holds, asked.holds]);
  return Object.freeze({
    ...conclude([inForce, ...asked.lines]),
    holds,
    settled,
    amount: holds === true ? amount : null,
    nextStep: asOf > rule.validTo && !settled ? "EXPIRED" : nextStepOf(rule.mode, holds === true, settled, confirmed),
    missing: [...FOREIGN_DATASETS].flatMap(([dataset, department]) =>
      silent.has(dataset) && datasetsOf(rule).has(dataset) ? [department] : [],
    ),
  });
}
