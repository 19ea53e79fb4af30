import { amountBand } from "../../../kit/bands.ts";
import { byKey, total } from "../amounts.ts";
import type { WageRule } from "./rule.ts";

/** Somebody is owed wages of as many months as the threshold says. */
export const twoMonthsOwed: WageRule = {
  id: "twoMonthsOwed",
  title: "拖欠两个月以上工资",
  source: "保障农民工工资支付条例第三十八条第一款；限额见预警阈值表",
  level: "RED",
  evaluate: ({ owed, thresholds }) => {
    const long = [...byKey(owed, ({ person }) => person).values()].filter(
      (months) => months.length >= thresholds.MONTHS_OWED,
    );
    if (long.length === 0) return [];
    const amount = total(long.flat(), (row) => row.owed);
    const most = Math.max(...long.map((months) => months.length));
    const first =
      long
        .flat()
        .map(({ month }) => month)
        .sort()[0] ?? "";
    const text = `${long.length} 人被欠 ${thresholds.MONTHS_OWED} 个月以上，最长 ${most} 个月，合计${amountBand(amount)}`;
    const evidence = [{ department: "人社" as const, text, month: first, amount, workers: long.length }];
    return [{ message: `有工人被拖欠工资达 ${most} 个月`, evidence }];
  },
};
