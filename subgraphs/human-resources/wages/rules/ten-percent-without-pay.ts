import { percent, total } from "../amounts.ts";
import { monthInWords } from "../calendar.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** The share of a month's attending workers who received nothing reaches the threshold. */
export const tenPercentWithoutPay: WageRule = {
  id: "tenPercentWithoutPay",
  title: "一成以上出勤工人无工资发放记录",
  source: "保障农民工工资支付条例第三十一条、第三十八条第一款",
  level: "RED",
  evaluate: ({ dueMonths, workerMonths, owed, thresholds }) => {
    const evidence = dueMonths.flatMap((month): Evidence[] => {
      const attending = workerMonths.filter((row) => row.month === month && row.attendedDays > 0);
      const without = owed.filter((row) => row.month === month && row.attendedDays > 0 && row.paid === 0);
      const share = attending.length === 0 ? 0 : without.length / attending.length;
      if (without.length === 0 || share < thresholds.UNPAID_SHARE_RED) return [];
      const text = `${monthInWords(month)}出勤 ${attending.length} 人，其中 ${without.length} 人无发放记录，占 ${percent(share)}`;
      return [{ department: "人社", text, month, amount: total(without, (row) => row.owed), workers: without.length }];
    });
    if (evidence.length === 0) return [];
    const limit = percent(thresholds.UNPAID_SHARE_RED);
    return [{ message: `出勤而无工资发放记录的工人达到 ${limit}`, evidence }];
  },
};
