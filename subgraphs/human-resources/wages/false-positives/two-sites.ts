import type { DaysFact } from "../facts.ts";
import type { FalsePositive } from "./false-positive.ts";

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
