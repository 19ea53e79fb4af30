import { amountBand } from "../../../kit/bands.ts";
import { total, yuan } from "../amounts.ts";
import { monthInWords, monthOf } from "../calendar.ts";
import type { WorkerMonth } from "../worker-month.ts";
import type { WageRule } from "./rule.ts";

/** A worker whose month was whole: no leave, neither entered nor left in it. Only such a month speaks of the wage. */
const isWhole = ({ month, lines, leaveDays, roster }: WorkerMonth): boolean =>
  lines.length > 0 &&
  leaveDays === 0 &&
  (roster === null || monthOf(roster.enteredOn) < month) &&
  (roster?.leftOn === undefined || roster.leftOn === null || monthOf(roster.leftOn) > month);

/** The mean of the newest payroll that has fallen due lies under the minimum wage of the place. */
export const underMinimumWage: WageRule = {
  id: "underMinimumWage",
  title: "工资表人均低于最低工资标准",
  source: "豫政〔2023〕43号",
  level: "RED",
  evaluate: ({ facts, thresholds, dueMonths, workerMonths }) => {
    const month = dueMonths.at(-1);
    const whole = workerMonths.filter((row) => row.month === month && isWhole(row));
    if (month === undefined || whole.length === 0) return [];
    const minimum = thresholds[`MIN_WAGE_CLASS_${facts.wageClass}`];
    const mean = Math.round(total(whole, ({ due }) => due) / whole.length);
    if (mean >= minimum) return [];
    const text = `${monthInWords(month)}满勤 ${whole.length} 人，人均应发${amountBand(mean)}，当地最低工资 ${yuan(minimum)}`;
    const evidence = [{ department: "人社" as const, text, month, amount: mean, workers: whole.length }];
    return [{ message: `${monthInWords(month)}工资表人均低于当地最低工资标准`, evidence }];
  },
};
