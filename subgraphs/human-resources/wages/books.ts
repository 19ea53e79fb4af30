import { byKey } from "./amounts.ts";
import type { Month } from "./calendar.ts";
import type { ProjectFacts } from "./facts.ts";
import { owedMonthsOf, type OwedMonth, type RuledOut } from "./owed-month.ts";
import type { Thresholds } from "./thresholds.ts";
import { workerMonthsOf, type WorkerMonth } from "./worker-month.ts";

/** The books that the rules read: the facts of one project, worked through once. */
export interface WageBooks {
  readonly facts: ProjectFacts;
  readonly thresholds: Thresholds;
  readonly workerMonths: readonly WorkerMonth[];
  /** The same by month: the rules ask for a month, and must not go through all of them for each. */
  readonly ofMonth: (month: Month | undefined) => readonly WorkerMonth[];
  /** Owed after every false positive was ruled out. */
  readonly owed: readonly OwedMonth[];
  readonly ruledOut: readonly RuledOut[];
  /** Months whose wages have fallen due, oldest first. */
  readonly dueMonths: readonly Month[];
  /** Titles of the RED findings now and at the end of the month before; empty until they are known. */
  readonly reds: { readonly now: readonly string[]; readonly before: readonly string[] };
}

/** Works through a project's facts. */
export function openBooks(facts: ProjectFacts, thresholds: Thresholds): WageBooks {
  const workerMonths = workerMonthsOf(facts, thresholds[`MIN_WAGE_CLASS_${facts.wageClass}`]);
  const due = workerMonths.filter(({ dueOn }) => dueOn <= facts.asOf).map(({ month }) => month);
  const months = byKey(workerMonths, ({ month }) => month);
  return {
    facts,
    thresholds,
    workerMonths,
    ofMonth: (month) => (month === undefined ? [] : (months.get(month) ?? [])),
    ...owedMonthsOf(workerMonths, facts, thresholds),
    dueMonths: [...new Set(due)],
    reds: { now: [], before: [] },
  };
}

/** True when the site is known, or can be taken, to be at work: its status says so, or somebody attended lately. */
export function isOngoing({ facts, workerMonths }: WageBooks): boolean {
  if (facts.housing.status !== null) return facts.housing.status === "ONGOING";
  const newest = workerMonths.at(-1);
  return newest !== undefined && newest.dueOn >= facts.asOf;
}
