import { expect, test } from "@jest/globals";
import { paidUnder } from "./paid-under.ts";

const payout = (policyCode: string, paidOn: string, amount: bigint) => ({
  policyCode,
  year: Number(paidOn.slice(0, 4)),
  amount,
  paidOn: new Date(paidOn),
});

test("counts this policy alone, and what was paid by the day of the question", () => {
  const payouts = [
    payout("A", "2025-05-01", 100n),
    payout("A", "2026-05-01", 20n),
    payout("A", "2026-12-01", 3n),
    payout("B", "2026-05-01", 4000n),
  ];
  expect(paidUnder("A", payouts, new Date("2026-11-24"))).toEqual({ total: 120, thisYear: 20 });
  expect(paidUnder("C", payouts, new Date("2026-11-24"))).toEqual({ total: 0, thisYear: 0 });
});
