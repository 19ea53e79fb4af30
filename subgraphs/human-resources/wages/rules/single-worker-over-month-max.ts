import { amountBand } from "../../../kit/bands.ts";
import { total, yuan } from "../amounts.ts";
import { monthInWords } from "../calendar.ts";
import type { WageRule } from "./rule.ts";

/** One worker's regular wages of the newest due month exceed the maximum. Back payments of other months do not count. */
export const singleWorkerOverMonthMax: WageRule = {
  id: "singleWorkerOverMonthMax",
  title: "单人单月工资超过上限",
  source: "保障农民工工资支付条例第三十八条第一款；限额见预警阈值表",
  level: "RED",
  evaluate: ({ thresholds, dueMonths, workerMonths }) => {
    const month = dueMonths.at(-1);
    const over = workerMonths
      .filter((row) => row.month === month)
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
