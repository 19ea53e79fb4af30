import type { Tier } from "../../../schema/policies/condition.ts";
import { holdsFor } from "./evaluate-condition.ts";
import { factKey, type Facts } from "./figures.ts";

/** The effect of earlier payouts on a policy: 从高不重复, 级差补足, 可叠加. */
export type Stacking = "HIGHEST" | "STEP" | "CUMULATIVE";

/** Money already paid under one policy. */
export interface Paid {
  /** Fen, all years together. */
  readonly total: number;
  /** Fen for the year of the question alone. */
  readonly thisYear: number;
}

interface PayoutRow {
  readonly policyCode: string;
  readonly year: number;
  readonly amount: bigint;
  readonly paidOn: Date;
}

/** The money paid to a firm under one policy up to a day, in fen. */
export function paidUnder(policyCode: string, payouts: readonly PayoutRow[], asOf: Date): Paid {
  const earlier = payouts.filter((row) => row.policyCode === policyCode && row.paidOn <= asOf);
  const sum = (rows: readonly PayoutRow[]): number => rows.reduce((total, row) => total + Number(row.amount), 0);
  return { total: sum(earlier), thisYear: sum(earlier.filter((row) => row.year === asOf.getUTCFullYear())) };
}

/** The money that the firm may still expect under one policy, before its conditions are looked at. */
export interface Entitlement {
  /** Fen still to be paid; null when a figure that it is worked out from is missing, no tier holds, or the tier leaves it to the application. */
  readonly amount: number | null;
  /** Everything that the policy grants this firm has been paid. */
  readonly settled: boolean;
}

/**
 * The grant of the first tier that holds, in fen: its amount, or min(round(base × rate), cap) of last year's base. Null where it is open
 * whether an earlier tier holds: the lower amount would be a guess.
 */
export function tierAmount(tiers: readonly Tier[], facts: Facts): number | null {
  const tier = tiers.find(({ when }) => when === null || holdsFor(when, facts) !== false);
  if (tier === undefined || (tier.when !== null && holdsFor(tier.when, facts) !== true)) return null;
  if ("amount" in tier) return tier.amount;
  const base = facts.get(factKey(tier.base, "lastYear"));
  return typeof base === "number" ? Math.min(Math.round(base * tier.rate), tier.cap) : null;
}

/**
 * Earlier payouts taken into account. HIGHEST pays once; STEP pays what is missing to the tier reached now; CUMULATIVE
 * pays every year once.
 */
export function entitlementOf(tiers: readonly Tier[], stacking: Stacking, facts: Facts, paid: Paid): Entitlement {
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
}
