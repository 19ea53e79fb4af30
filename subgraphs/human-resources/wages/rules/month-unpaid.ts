import { byKey, total } from "../amounts.ts";
import { monthInWords } from "../calendar.ts";
import type { WageRule } from "./rule.ts";

/** Somebody got nothing for a month by the end of the next. Leavers are the matter of another rule. */
export const monthUnpaid: WageRule = {
  id: "monthUnpaid",
  title: "次月底仍有工人整月未发",
  source: "保障农民工工资支付条例第三十一条；等级为本系统默认",
  level: "ORANGE",
  evaluate: ({ owed }) => {
    const nothing = owed.filter(({ paid, isLeaver }) => paid === 0 && !isLeaver);
    if (nothing.length === 0) return [];
    const evidence = [...byKey(nothing, ({ month }) => month)].map(([month, rows]) => ({
      department: "人社" as const,
      text: `${monthInWords(month)}有 ${rows.length} 人未收到任何工资`,
      month,
      amount: total(rows, (row) => row.owed),
      workers: rows.length,
    }));
    return [{ message: "至次月底仍有工人整月工资未发", evidence }];
  },
};
