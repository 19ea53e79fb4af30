import { amountBand } from "../../../kit/bands.ts";
import { byKey, total } from "../amounts.ts";
import type { WageRule } from "./rule.ts";

/** As many workers are owed wages as the threshold says, however little each. */
export const tenWorkersOwed: WageRule = {
  id: "tenWorkersOwed",
  title: "拖欠十人以上工资",
  source: "保障农民工工资支付条例第三十八条第一款；限额见预警阈值表",
  level: "RED",
  evaluate: ({ owed, thresholds }) => {
    const workers = byKey(owed, ({ person }) => person).size;
    if (workers < thresholds.WORKERS_OWED) return [];
    const amount = total(owed, (row) => row.owed);
    const text = `${workers} 人被欠工资，合计${amountBand(amount)}`;
    return [{ message: `被欠工资的工人达到 ${workers} 人`, evidence: [{ department: "人社", text, amount, workers }] }];
  },
};
