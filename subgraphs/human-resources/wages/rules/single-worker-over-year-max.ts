import { amountBand } from "../../../kit/bands.ts";
import { byKey, total, yuan } from "../amounts.ts";
import type { WageRule } from "./rule.ts";

/** One worker's regular wages of the calendar year exceed the maximum. */
export const singleWorkerOverYearMax: WageRule = {
  id: "singleWorkerOverYearMax",
  title: "单人全年工资超过上限",
  source: "保障农民工工资支付条例第三十八条第一款；限额见预警阈值表",
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
