import { amountBand } from "../../../kit/bands.ts";
import { byKey, total } from "../amounts.ts";
import type { WageBooks } from "../books.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Workers whom complaints in process already speak for. */
const inProcess = ({ facts }: WageBooks) => facts.clues.filter(({ status }) => status === "IN_PROCESS");

/** Somebody left the site with wages still owed. YELLOW once complaints in process cover all of them. */
export const leaverNotSettled: WageRule = {
  id: "leaverNotSettled",
  title: "离场工人工资未结清",
  source: "工资支付暂行规定第九条、保障农民工工资支付条例第十五条",
  level: "RED",
  evaluate: (books) => {
    const leavers = byKey(
      books.owed.filter(({ isLeaver }) => isLeaver),
      ({ person }) => person,
    );
    if (leavers.size === 0) return [];
    const evidence: Evidence[] = [...leavers.values()].map((months) => ({
      department: "人社",
      text: `已离场，欠 ${months.length} 个月，${amountBand(total(months, ({ owed }) => owed))}`,
      month: months[0]?.month ?? "",
      amount: total(months, ({ owed }) => owed),
      workers: 1,
    }));
    const clues = inProcess(books);
    for (const { channel, receivedOn, workers, amount: claimed } of clues) {
      const text = `${receivedOn} ${channel}投诉办理中，涉及 ${workers} 人`;
      evidence.push({ department: "人社", text, amount: claimed, workers });
    }
    const isCovered = total(clues, ({ workers }) => workers) >= leavers.size;
    const message = `${leavers.size} 名离场工人工资未结清${isCovered ? "，投诉已在办理" : ""}`;
    return [{ level: isCovered ? "YELLOW" : "RED", message, evidence }];
  },
};
