import type { Tier } from "../../../schema/policies/condition.ts";
import { evaluateCondition } from "./evaluate-condition.ts";
import { factKey, type Facts } from "./facts.ts";

/** What earlier payouts mean for a policy: 从高不重复, 级差补足, 可叠加. */
export type Stacking = "HIGHEST" | "STEP" | "CUMULATIVE";

/** Money already paid under one policy. */
export interface Paid {
  /** Fen, all years together. */
  readonly total: number;
  /** Fen for the year of the question alone. */
  readonly thisYear: number;
}

/** What the firm may still expect under one policy, before its conditions are looked at. */
export interface Entitlement {
  /** Fen still to be paid; null when the figure that it is worked out from is missing, or no tier holds. */
  readonly amount: number | null;
  /** Everything that the policy grants this firm has been paid. */
  readonly settled: boolean;
}

/** What the first tier that holds grants, in fen: its amount, or min(round(base × rate), cap) of last year's base. */
export const tierAmount = (tiers: readonly Tier[], facts: Facts): number | null => {
  const tier = tiers.find(({ when }) => when === null || evaluateCondition(when, facts).truth === "MET");
  if (tier === undefined) return null;
  if ("amount" in tier) return tier.amount;
  const base = facts.get(factKey(tier.base, "lastYear"));
  return typeof base === "number" ? Math.min(Math.round(base * tier.rate), tier.cap) : null;
};

/**
 * Earlier payouts taken into account. HIGHEST pays once; STEP pays what is missing to the tier reached now; CUMULATIVE
 * pays every year once.
 */
export const entitlementOf = (tiers: readonly Tier[], stacking: Stacking, facts: Facts, paid: Paid): Entitlement => {
  const granted = tierAmount(tiers, facts);
  switch (stacking) {
    case "HIGHEST":
      return { amount: granted, settled: paid.total > 0 };
    case "STEP": {
      if (granted === null) return { amount: null, settled: false };
      const missing = Math.max(0, granted - paid.total);
      return { amount: missing, settled: paid.total > 0 && missing === 0 };
    }
    case "CUMULATIVE":
      return { amount: granted, settled: paid.thisYear > 0 };
  }
};
