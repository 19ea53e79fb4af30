import { addDays } from "../../kit/rules/working-days.ts";
import { monthOf } from "./calendar.ts";
import type { DaysFact, PayLineFact, ProjectFacts } from "./facts.ts";
import type { Thresholds } from "./thresholds.ts";
import { paidBy, type WorkerMonth } from "./worker-month.ts";

/** Reason for which a month that looks unpaid is not, and the part of it (in fen) that the reason accounts for. */
interface Clearance {
  readonly credited: number;
  readonly reason: string;
}

/** A usual reason for which a worker's month only looks unpaid. Ruled out before any rule may warn. */
export interface FalsePositive {
  readonly id: string;
  readonly title: string;
  /** @param month a month of which less than `due` had come by its due date; undefined: the reason does not apply */
  readonly clear: (month: WorkerMonth, facts: ProjectFacts, thresholds: Thresholds) => Clearance | undefined;
}

/** Paid later as a back payment that names the month. */
const backPay: FalsePositive = {
  id: "paidAsBackPay",
  title: "已补发",
  clear: ({ backPay: lines }, { asOf }) => {
    const credited = paidBy(lines, asOf);
    return credited > 0 ? { credited, reason: "已补发" } : undefined;
  },
};

/** Money on its way: the payroll went to the bank in time, and its receipt came, or may still come, a few days after the due date. */
const lateReceipt: FalsePositive = {
  id: "lateBankReceipt",
  title: "银行回单滞后",
  clear: ({ lines, dueOn }, { asOf }, { RECEIPT_DAYS }) => {
    const lastDay = addDays(dueOn, RECEIPT_DAYS);
    const isOnItsWay = ({ paidOn, payrollPaidOn }: PayLineFact): boolean => {
      if (payrollPaidOn === null || payrollPaidOn > dueOn) return false;
      return paidOn === null ? asOf <= addDays(payrollPaidOn, RECEIPT_DAYS) : paidOn > dueOn && paidOn <= lastDay;
    };
    const credited = lines.filter(isOnItsWay).reduce((sum, { paid }) => sum + paid, 0);
    return credited > 0
      ? { credited, reason: `工资表已在 ${dueOn} 前交银行代发，银行回单在其后 ${RECEIPT_DAYS} 日内到达` }
      : undefined;
  },
};

/**
 * On unpaid leave (事假) the whole month and on no payroll: nothing was earned. A payroll that names the worker outweighs it; annual leave and
 * a work injury are paid as days worked (工伤保险条例第三十三条).
 */
const leave: FalsePositive = {
  id: "onLeave",
  title: "事假",
  clear: ({ attendedDays, leaveDays, paidLeaveDays, lines, due }) =>
    attendedDays === 0 && leaveDays > 0 && paidLeaveDays === 0 && lines.length === 0
      ? { credited: due, reason: "全月事假，无出勤，无应发工资" }
      : undefined,
};

/** Left the site by the end of the month and settled: the last days were paid at the settlement, not by a payroll. */
const exitDate: FalsePositive = {
  id: "leftTheSite",
  title: "已退场并结清",
  clear: ({ month, roster, due }, { asOf }) => {
    if (!roster?.leftOn || !roster.settledOn) return undefined;
    if (monthOf(roster.leftOn) > month || roster.settledOn > asOf) return undefined;
    return { credited: due, reason: "已退场，工资已结清" };
  },
};

const daysOf = (rows: readonly DaysFact[], person: string, month: string): number =>
  rows.filter((row) => row.person === person && row.month === month).reduce((sum, { days }) => sum + days, 0);

/**
 * Worked here and on another site, and the other site's payroll covers the days of both. The other site is not named:
 * it may lie outside the caller's row scope.
 */
export const twoSites: FalsePositive = {
  id: "workerOnTwoSites",
  title: "一人多项目",
  clear: ({ person, month, attendedDays, lines, due }, { payElsewhere, attendanceElsewhere, asOf }) => {
    if (lines.length > 0 || attendedDays === 0) return undefined;
    const paid = payElsewhere.filter(({ paidOn }) => paidOn !== null && paidOn <= asOf);
    const paidDays = daysOf(paid, person, month);
    if (paidDays < daysOf(attendanceElsewhere, person, month) + attendedDays) return undefined;
    return {
      credited: due,
      reason: "本项目的出勤已由另一项目的工资表一并计发",
    };
  },
};

/** In the order in which they are considered: first what was never earned here, then what came another way or late. */
export const FALSE_POSITIVES: readonly FalsePositive[] = [leave, exitDate, twoSites, backPay, lateReceipt];
