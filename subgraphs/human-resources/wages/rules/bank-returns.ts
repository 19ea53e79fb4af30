import { byKey } from "../amounts.ts";
import { monthInWords } from "../calendar.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** The books say that wages were paid, and the bank that they came back: what is owed for that is told by whose word. */
export const payrollReturned: WageRule = {
  id: "payrollReturned",
  version: 1,
  title: "代发工资被银行退回",
  source: "保障农民工工资支付条例第三十一条",
  level: "YELLOW",
  evaluate: ({ owed, facts: { returns } }) => {
    const returned = byKey(returns ?? [], ({ person, month }) => `${month} ${person}`);
    const open = owed.filter(({ person, month }) => returned.has(`${month} ${person}`));
    const evidence = [...byKey(open, ({ month }) => month)].map(([month, rows]): Evidence => {
      const back = rows.filter(({ person }) => returned.get(`${month} ${person}`)?.some(({ isBackPay }) => isBackPay));
      const which = back.length === 0 ? "" : `，其中补发 ${back.length} 人`;
      const text = `${monthInWords(month)}有 ${rows.length} 人的工资付出后被退回，未到账${which}`;
      return { department: "银行", text, month, workers: rows.length };
    });
    return evidence.length === 0 ? [] : [{ message: "台账记为已发的工资被银行退回，按未发计", evidence }];
  },
};

/**
 * Wages were paid by the books and the bank did not answer whether any came back. That is no ground to clear a warning: without its word a project
 * that pays through the bank is not NONE. Where no bank has joined, nobody is asked.
 */
export const payrollReturnsUnheard: WageRule = {
  id: "payrollReturnsUnheard",
  version: 1,
  title: "代发退票情况未取得",
  source: "保障农民工工资支付条例第三十一条、第三十八条第一款；等级为本系统默认",
  level: "YELLOW",
  evaluate: ({ facts: { returns, lines, asOf }, thresholds: { BANK_RETURNS } }) => {
    if (BANK_RETURNS === 0 || returns !== null || !lines.some(({ paidOn }) => paidOn !== null)) return [];
    const text = `截至 ${asOf} 的代发退票情况未取得，台账所记已发工资未经银行核实`;
    return [{ message: `${text}，不据此解除预警`, evidence: [{ department: "银行", text }] }];
  },
};
