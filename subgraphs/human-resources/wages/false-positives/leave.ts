import type { FalsePositive } from "./false-positive.ts";

/** On leave the whole month and on no payroll: nothing was earned. A payroll that names the worker outweighs it. */
export const leave: FalsePositive = {
  id: "onLeave",
  title: "请假",
  clear: ({ attendedDays, leaveDays, lines, due }) =>
    attendedDays === 0 && leaveDays > 0 && lines.length === 0
      ? { credited: due, reason: "全月请假，无出勤，无应发工资" }
      : undefined,
};
