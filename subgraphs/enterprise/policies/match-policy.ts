import { entitlementOf, type Paid, type Stacking } from "./entitlement.ts";
import { evaluateCondition, type ConditionLine } from "./evaluate-condition.ts";
import type { Facts } from "./facts.ts";
import type { PolicyRules } from "./parse-policy.ts";
import { all, type Truth } from "./truth.ts";

/** How a policy is redeemed: 免申即享, 意愿确认, 申报. */
type Mode = "AUTOMATIC" | "CONFIRM" | "APPLY";

/** What has to happen next: by the firm (CONFIRM, APPLY), by the department (PAY), or nothing any more. */
export type NextStep = "NONE" | "CONFIRM" | "APPLY" | "PAY" | "SETTLED";

/** One policy, ready to be matched. */
export interface Rule extends PolicyRules {
  readonly mode: Mode;
  readonly stacking: Stacking;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** One firm against one policy. */
export interface Match {
  /** UNKNOWN: nothing speaks against it, but a figure is missing. */
  readonly truth: Truth;
  readonly settled: boolean;
  /** Fen that would be paid now; null unless the firm matches and the figures allow to work it out. */
  readonly amount: number | null;
  readonly lines: readonly ConditionLine[];
  readonly nextStep: NextStep;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

const validity = ({ validFrom, validTo }: Rule, asOf: Date): ConditionLine => ({
  text: "在政策有效期内",
  truth: validFrom <= asOf && asOf <= validTo ? "MET" : "UNMET",
  expected: `${day(validFrom)} 至 ${day(validTo)}`,
  actual: day(asOf),
  depth: 0,
});

const nextStepOf = (mode: Mode, truth: Truth, settled: boolean, confirmed: boolean): NextStep => {
  if (settled) return "SETTLED";
  if (truth !== "MET") return "NONE";
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
 */
export const matchPolicy = (rule: Rule, facts: Facts, paid: Paid, confirmed: boolean, asOf: Date): Match => {
  const { amount, settled } = entitlementOf(rule.tiers, rule.stacking, facts, paid);
  const { truth, lines } = evaluateCondition(rule.conditions, new Map([...facts, ["payout.paid", settled]]));
  const inForce = validity(rule, asOf);
  const decided: Truth = settled ? "UNMET" : all([inForce.truth, truth]);
  return Object.freeze({
    truth: decided,
    settled,
    amount: decided === "MET" ? amount : null,
    lines: Object.freeze([inForce, ...lines]),
    nextStep: nextStepOf(rule.mode, decided, settled, confirmed),
  });
};
