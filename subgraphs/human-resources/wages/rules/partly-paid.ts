import { amountBand } from "../../../kit/bands.ts";
import { byKey, percent, total } from "../amounts.ts";
import { monthInWords } from "../calendar.ts";
import type { WageRule } from "./rule.ts";

/** Of a month's attending workers not all are paid in full. */
export const partlyPaid: WageRule = {
  id: "partlyPaid",
  title: "足额发放人数少于出勤人数",
  source: "保障农民工工资支付条例第三十一条、第三十八条第一款",
  level: "YELLOW",
  evaluate: ({ owed, workerMonths }) => {
    if (owed.length === 0) return [];
    const evidence = [...byKey(owed, ({ month }) => month)].map(([month, rows]) => {
      const all = Math.max(
        rows.length,
        workerMonths.filter((row) => row.month === month && row.attendedDays > 0).length,
      );
      const share = percent((all - rows.length) / all);
      const amount = total(rows, (row) => row.owed);
      const text = `${monthInWords(month)}出勤 ${all} 人，足额发放 ${all - rows.length} 人（${share}），差额${amountBand(amount)}`;
      return { department: "人社" as const, text, month, amount, workers: rows.length };
    });
    return [{ message: "有出勤工人工资未足额发放", evidence }];
  },
};
