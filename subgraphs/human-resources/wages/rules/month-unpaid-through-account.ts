import { amountBand } from "../../../kit/bands.ts";
import { total } from "../amounts.ts";
import type { WageBooks } from "../books.ts";
import { dueDateOf, monthInWords, type Month } from "../calendar.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** What came for a month, in fen: through the special account, and any way. */
const cameFor = ({ facts }: WageBooks, month: Month): { readonly account: number; readonly all: number } => {
  const paid = facts.lines.filter((line) => line.month === month && line.paidOn !== null && line.paidOn <= facts.asOf);
  const account = paid.filter(({ viaSpecialAccount }) => viaSpecialAccount);
  return { account: total(account, (line) => line.paid), all: total(paid, (line) => line.paid) };
};

/** Months to answer for: the newest that has fallen due, and older ones in which something is still owed. */
const openMonths = ({ dueMonths, owed }: WageBooks): readonly Month[] => {
  const newest = dueMonths.at(-1);
  return dueMonths.filter((month) => month === newest || owed.some((row) => row.month === month));
};

/**
 * Nothing of a month's wages went through the special account by the end of the next month, even if they were paid
 * another way. A project without an account is the matter of another rule.
 */
export const monthUnpaidThroughAccount: WageRule = {
  id: "monthUnpaidThroughAccount",
  title: "次月底前未通过工资专户发放",
  source: "保障农民工工资支付条例第二十九条、第三十一条",
  level: "RED",
  evaluate: (books) => {
    const opened = books.facts.accounts.map(({ openedOn }) => openedOn).sort()[0];
    const cleared = new Set(books.ruledOut.map(({ month, person }) => `${month} ${person}`));
    const evidence = openMonths(books).flatMap((month): Evidence[] => {
      if (opened === undefined || opened > dueDateOf(month)) return [];
      const working = books.workerMonths.filter(
        (row) => row.month === month && row.attendedDays > 0 && !cleared.has(`${month} ${row.person}`),
      );
      const { account, all } = cameFor(books, month);
      if (working.length === 0 || account > 0) return [];
      const due = total(working, (row) => row.due);
      const otherwise = all > 0 ? `，经其他渠道${amountBand(all)}` : "";
      const text = `${monthInWords(month)}出勤 ${working.length} 人，应发${amountBand(due)}，经专户发放 0 元${otherwise}`;
      return [{ department: "人社", text, month, amount: due, workers: working.length }];
    });
    if (evidence.length === 0) return [];
    const months = evidence.map(({ month }) => monthInWords(month ?? "")).join("、");
    return [{ message: `${months}工资至次月底未经专用账户发放`, evidence }];
  },
};
