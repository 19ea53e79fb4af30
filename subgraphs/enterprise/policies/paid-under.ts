import type { Paid } from "./entitlement.ts";

interface PayoutRow {
  readonly policyCode: string;
  readonly year: number;
  readonly amount: bigint;
  readonly paidOn: Date;
}

/** What a firm has been paid under one policy up to a day, in fen. */
export const paidUnder = (policyCode: string, payouts: readonly PayoutRow[], asOf: Date): Paid => {
  const earlier = payouts.filter((row) => row.policyCode === policyCode && row.paidOn <= asOf);
  const sum = (rows: readonly PayoutRow[]): number => rows.reduce((total, row) => total + Number(row.amount), 0);
  return { total: sum(earlier), thisYear: sum(earlier.filter((row) => row.year === asOf.getUTCFullYear())) };
};
