import { daysBetween } from "../calendar.ts";
import { isOngoing } from "../books.ts";
import type { WageRule } from "./rule.ts";

/** No labour costs came into the special account of a site at work for longer than the transfer cycle. */
export const noTransferOver31Days: WageRule = {
  id: "noTransferOver31Days",
  title: "人工费逾期未拨付至专户",
  source: "保障农民工工资支付条例第二十四条、第二十九条",
  level: "YELLOW",
  evaluate: (books) => {
    const { facts, thresholds } = books;
    if (facts.accounts.length === 0 || !isOngoing(books)) return [];
    const last =
      facts.accounts
        .map(({ lastTransferOn, openedOn }) => lastTransferOn ?? openedOn)
        .sort()
        .at(-1) ?? "";
    const days = daysBetween(last, facts.asOf);
    if (days <= thresholds.TRANSFER_DAYS) return [];
    const never = facts.accounts.every(({ lastTransferOn }) => lastTransferOn === null);
    const text = never ? "专户开立后从未收到人工费" : `专户最近一次收到人工费已逾 ${thresholds.TRANSFER_DAYS} 天`;
    return [
      { message: `人工费逾 ${thresholds.TRANSFER_DAYS} 天未拨付至专用账户`, evidence: [{ department: "人社", text }] },
    ];
  },
};
