import { expect, test } from "@jest/globals";
import type { Tier } from "../../../schema/policies/condition.ts";
import { entitlementOf, paidUnder, tierAmount } from "./entitlement.ts";
import type { Facts } from "./figures.ts";

const NOTHING_PAID = { total: 0, thisYear: 0 };
const TIERS: readonly Tier[] = [
  {
    when: { dataset: "enterprise", field: "scale", op: "==", value: "LARGE", text: "大型" },
    base: "employerYear.unemploymentContribution",
    rate: 0.3,
    cap: 50_000,
  },
  { when: null, base: "employerYear.unemploymentContribution", rate: 0.6, cap: 1_000_000 },
];
const firm = (scale: string, contribution?: number): Facts =>
  new Map<string, string | number>([
    ["enterprise.scale", scale],
    ...(contribution === undefined
      ? []
      : [["employerYear.unemploymentContribution@lastYear", contribution] as [string, number]]),
  ]);

test("the first tier that holds decides; base times rate, rounded to the fen, up to the cap", () => {
  expect(tierAmount(TIERS, firm("LARGE", 100_001))).toBe(30_000);
  expect(tierAmount(TIERS, firm("SMALL", 100_001))).toBe(60_001);
  expect(tierAmount(TIERS, firm("LARGE", 900_000))).toBe(50_000);
});

test("without the base nothing can be worked out; without a tier nothing is granted", () => {
  expect(tierAmount(TIERS, firm("SMALL"))).toBeNull();
  expect(tierAmount(TIERS.slice(0, 1), firm("SMALL", 100_000))).toBeNull();
});

test("G58: a higher tier that hangs on a figure nobody told leaves the amount open; the lower one is no answer", () => {
  const grown = {
    dataset: "industry",
    field: "firstQuarterRevenueGrowth",
    op: ">=",
    value: 0.1,
    text: "增长",
  } as const;
  const tiers = [
    { when: grown, amount: 200 },
    { when: null, amount: 100 },
  ];
  const known = (growth: number): Facts => new Map([["industry.firstQuarterRevenueGrowth", growth]]);
  expect(tierAmount(tiers, known(0.1))).toBe(200);
  expect(tierAmount(tiers, known(0.09))).toBe(100);
  expect(tierAmount(tiers, new Map([["annualReport.revenueGrowth", 0.5]]))).toBeNull();
});

test("从高不重复: one payout settles it", () => {
  const tiers = [{ when: null, amount: 100 }];
  expect(entitlementOf(tiers, "HIGHEST", new Map(), NOTHING_PAID)).toEqual({ amount: 100, settled: false });
  expect(entitlementOf(tiers, "HIGHEST", new Map(), { total: 40, thisYear: 0 }).settled).toBe(true);
});

test("级差: what is missing to the tier reached now", () => {
  const tiers = [{ when: null, amount: 200 }];
  expect(entitlementOf(tiers, "STEP", new Map(), { total: 50, thisYear: 0 })).toEqual({ amount: 150, settled: false });
  expect(entitlementOf(tiers, "STEP", new Map(), { total: 200, thisYear: 0 })).toEqual({ amount: 0, settled: true });
  expect(entitlementOf(tiers, "STEP", new Map(), { total: 300, thisYear: 0 })).toEqual({ amount: 0, settled: true });
  expect(entitlementOf([], "STEP", new Map(), { total: 50, thisYear: 0 })).toEqual({ amount: null, settled: false });
});

test("可叠加: once a year", () => {
  const tiers = [{ when: null, amount: 100 }];
  expect(entitlementOf(tiers, "CUMULATIVE", new Map(), { total: 100, thisYear: 0 }).settled).toBe(false);
  expect(entitlementOf(tiers, "CUMULATIVE", new Map(), { total: 100, thisYear: 100 }).settled).toBe(true);
});

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
