import { amountBand } from "../../../kit/rules/bands.ts";
import { byKey, total, yuan } from "../amounts.ts";
import { monthInWords, monthOf } from "../calendar.ts";
import type { WorkerMonth } from "../worker-month.ts";
import type { WageRule } from "./rule.ts";

/** A worker whose month was whole: no leave, neither entered nor left in it. Only such a month speaks of the wage. */
const isWhole = ({ month, lines, leaveDays, roster }: WorkerMonth): boolean =>
  lines.length > 0 &&
  leaveDays === 0 &&
  (roster === null || monthOf(roster.enteredOn) < month) &&
  (roster?.leftOn === undefined || roster.leftOn === null || monthOf(roster.leftOn) > month);

/** A worker's wage without pay for overtime, which the minimum wage leaves out (最低工资规定第十二条). */
const withoutOvertime = ({ lines }: WorkerMonth): number => total(lines, ({ due, overtime }) => due - overtime);

/** Somebody who worked the whole of the newest due month earns less than the minimum wage of the place, pay for overtime left out. */
export const underMinimumWage: WageRule = {
  id: "underMinimumWage",
  version: 1,
  title: "有工人工资低于最低工资标准",
  source: "最低工资规定第十二条、豫政〔2023〕43号",
  level: "RED",
  evaluate: ({ facts, thresholds, dueMonths, ofMonth }) => {
    const month = dueMonths.at(-1);
    const whole = ofMonth(month).filter(isWhole);
    const minimum = thresholds[`MIN_WAGE_CLASS_${facts.wageClass}`];
    const low = whole.map(withoutOvertime).filter((wage) => wage < minimum);
    if (month === undefined || low.length === 0) return [];
    const lowest = Math.min(...low);
    const text = `${monthInWords(month)}满勤 ${whole.length} 人，其中 ${low.length} 人应发（不含加班工资）低于当地最低工资 ${yuan(minimum)}，最低${amountBand(lowest)}`;
    const evidence = [{ department: "人社" as const, text, month, amount: lowest, workers: low.length }];
    return [{ message: `${monthInWords(month)}有 ${low.length} 名工人工资低于当地最低工资标准`, evidence }];
  },
};

/** One worker's regular wages of the newest due month exceed the maximum. Back payments of other months do not count. */
export const singleWorkerOverMonthMax: WageRule = {
  id: "singleWorkerOverMonthMax",
  version: 1,
  title: "单人单月工资超过上限",
  source: "保障农民工工资支付条例第三十一条、第五十二条；限额见预警阈值表",
  level: "RED",
  evaluate: ({ thresholds, dueMonths, ofMonth }) => {
    const month = dueMonths.at(-1);
    const over = ofMonth(month)
      .map((row) => total(row.lines, ({ due }) => due))
      .filter((due) => due > thresholds.MONTH_MAX);
    if (month === undefined || over.length === 0) return [];
    const highest = Math.max(...over);
    const limit = yuan(thresholds.MONTH_MAX);
    const text = `${monthInWords(month)}有 ${over.length} 人单月应发超过 ${limit}，最高${amountBand(highest)}`;
    const evidence = [{ department: "人社" as const, text, month, amount: highest, workers: over.length }];
    return [{ message: `单人单月工资超过 ${limit}，工资表可能不实`, evidence }];
  },
};

/** One worker's regular wages of the calendar year exceed the maximum. */
export const singleWorkerOverYearMax: WageRule = {
  id: "singleWorkerOverYearMax",
  version: 1,
  title: "单人全年工资超过上限",
  source: "保障农民工工资支付条例第三十一条、第五十二条；限额见预警阈值表",
  level: "RED",
  evaluate: ({ facts, thresholds, workerMonths }) => {
    const year = facts.asOf.slice(0, 4);
    const ofYear = workerMonths.filter(({ month }) => month.startsWith(year));
    const over = [...byKey(ofYear, ({ person }) => person).values()]
      .map((months) => total(months, ({ lines }) => total(lines, ({ due }) => due)))
      .filter((due) => due > thresholds.YEAR_MAX);
    if (over.length === 0) return [];
    const highest = Math.max(...over);
    const limit = yuan(thresholds.YEAR_MAX);
    const text = `${year}年有 ${over.length} 人累计应发超过 ${limit}，最高${amountBand(highest)}`;
    const evidence = [{ department: "人社" as const, text, amount: highest, workers: over.length }];
    return [{ message: `单人全年工资超过 ${limit}，工资表可能不实`, evidence }];
  },
};

/**
 * Wages that have fallen due stand on a payroll that their worker did not sign. One pass over the project's months; a line of which nobody
 * recorded whether it was signed is not claimed to be unsigned.
 */
export const payrollUnsigned: WageRule = {
  id: "payrollUnsigned",
  version: 1,
  title: "工资支付表未经农民工本人签字确认",
  source: "保障农民工工资支付条例第三十一条、第五十六条；等级为本系统默认",
  level: "YELLOW",
  evaluate: ({ dueMonths, ofMonth }) => {
    const found = dueMonths.flatMap((month) => {
      const workers = ofMonth(month).filter(({ lines }) => lines.some(({ signed }) => signed === false)).length;
      return workers === 0 ? [] : [{ month, workers }];
    });
    if (found.length === 0) return [];
    const evidence = found.map(({ month, workers }) => ({
      department: "人社" as const,
      text: `${monthInWords(month)}工资支付表 ${workers} 人未签字`,
      month,
      workers,
    }));
    return [{ message: `${found.length} 个月的工资支付表未经农民工本人签字确认`, evidence }];
  },
};
