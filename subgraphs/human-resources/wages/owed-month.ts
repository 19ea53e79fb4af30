import { addDays } from "../../kit/rules/working-days.ts";
import { monthOf } from "./calendar.ts";
import type { ProjectFacts } from "./facts.ts";
import { FALSE_POSITIVES } from "./false-positives.ts";
import type { Thresholds } from "./thresholds.ts";
import { paidBy, type WorkerMonth } from "./worker-month.ts";

/** A worker's month that is still owed after every false positive was considered. */
export interface OwedMonth extends WorkerMonth {
  readonly paid: number;
  /** In fen, greater than 0. */
  readonly owed: number;
  /** Left the site without a settlement: the rule for leavers speaks of it. */
  readonly isLeaver: boolean;
}

/** A worker's month that looked unpaid and is not, or is less unpaid than it looked. */
export interface RuledOut {
  readonly id: string;
  readonly title: string;
  readonly person: string;
  readonly month: string;
  readonly reason: string;
}

const hasLeft = ({ roster }: WorkerMonth, { asOf }: ProjectFacts): boolean =>
  roster !== null && roster.leftOn !== null && roster.leftOn <= asOf;

/** Due by the end of the next month; a leaver's wages sooner (工资支付暂行规定 art. 9: at leaving). */
const isDue = (month: WorkerMonth, facts: ProjectFacts, { LEAVER_DAYS }: Thresholds): boolean =>
  month.dueOn <= facts.asOf ||
  (hasLeft(month, facts) && addDays(month.roster?.leftOn ?? facts.asOf, LEAVER_DAYS) <= facts.asOf);

const wasOnSite = ({ month, roster }: WorkerMonth): boolean =>
  roster === null || roster.leftOn === null || monthOf(roster.leftOn) >= month;

/** True when less than what was due had come in time, or when somebody on the site is on no payroll at all. */
const looksUnpaid = (month: WorkerMonth, shortfall: number): boolean =>
  shortfall > 0 || (month.lines.length === 0 && month.leaveDays > 0 && wasOnSite(month));

/** Part of a shortfall that the false positives account for; tells `ruledOut` of each that applies until nothing is left. */
const creditOf = (
  month: WorkerMonth,
  shortfall: number,
  facts: ProjectFacts,
  thresholds: Thresholds,
  ruledOut: RuledOut[],
): number => {
  let credited = 0;
  for (const { id, title, clear } of FALSE_POSITIVES) {
    const clearance = clear(month, facts, thresholds);
    if (!clearance) continue;
    ruledOut.push({ id, title, person: month.person, month: month.month, reason: clearance.reason });
    credited += clearance.credited;
    if (credited >= shortfall) break;
  }
  return credited;
};

const examine = (
  month: WorkerMonth,
  facts: ProjectFacts,
  thresholds: Thresholds,
  ruledOut: RuledOut[],
): OwedMonth | undefined => {
  const { asOf } = facts;
  const shortfall = month.due - paidBy(month.lines, month.dueOn < asOf ? month.dueOn : asOf);
  if (!looksUnpaid(month, shortfall)) return undefined;
  const credited = creditOf(month, shortfall, facts, thresholds, ruledOut);
  // Money that came after the due date and after any grace is late, but no longer owed.
  const received = paidBy([...month.lines, ...month.backPay], asOf);
  const owed = Math.min(shortfall - credited, month.due - received);
  if (owed <= 0) return undefined;
  const isLeaver = hasLeft(month, facts) && month.roster?.settledOn === null;
  return { ...month, paid: month.due - owed, owed, isLeaver };
};

/** Goes through every month that has fallen due. */
export function owedMonthsOf(
  months: readonly WorkerMonth[],
  facts: ProjectFacts,
  thresholds: Thresholds,
): { readonly owed: readonly OwedMonth[]; readonly ruledOut: readonly RuledOut[] } {
  const ruledOut: RuledOut[] = [];
  const owed = months
    .filter((month) => isDue(month, facts, thresholds))
    .flatMap((month) => examine(month, facts, thresholds, ruledOut) ?? []);
  return { owed, ruledOut };
}
