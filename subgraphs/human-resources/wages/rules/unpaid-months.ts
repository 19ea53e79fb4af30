import { amountBand } from "../../../kit/rules/bands.ts";
import { byKey, percent, total } from "../amounts.ts";
import type { WageBooks } from "../books.ts";
import { dueDateOf, monthInWords, type Month } from "../calendar.ts";
import { twoSites } from "../false-positives.ts";
import type { WorkerMonth } from "../worker-month.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Money that came for a month, in fen: through the special account, and any way. */
const cameFor = ({ facts, ofMonth }: WageBooks, month: Month): { readonly account: number; readonly all: number } => {
  const paid = ofMonth(month)
    .flatMap(({ lines, backPay }) => [...lines, ...backPay])
    .filter(({ paidOn }) => paidOn !== null && paidOn <= facts.asOf);
  const account = paid.filter(({ viaSpecialAccount }) => viaSpecialAccount);
  return { account: total(account, (line) => line.paid), all: total(paid, (line) => line.paid) };
};

/** Months to answer for: the newest that has fallen due, and older ones in which something is still owed. */
const openMonths = ({ dueMonths, owed }: WageBooks): readonly Month[] => {
  const newest = dueMonths.at(-1);
  const open = new Set(owed.map(({ month }) => month));
  return dueMonths.filter((month) => month === newest || open.has(month));
};

/**
 * Nothing of a month's wages went through the special account by the end of the next month, even if they were paid
 * another way. A project without an account is the matter of another rule.
 */
export const monthUnpaidThroughAccount: WageRule = {
  id: "monthUnpaidThroughAccount",
  version: 1,
  title: "次月底前未通过工资专户发放",
  source: "保障农民工工资支付条例第二十九条、第三十一条",
  level: "RED",
  evaluate: (books) => {
    const opened = books.facts.accounts.map(({ openedOn }) => openedOn).sort()[0];
    const cleared = new Set(books.ruledOut.map(({ month, person }) => `${month} ${person}`));
    const evidence = openMonths(books).flatMap((month): Evidence[] => {
      if (opened === undefined || opened > dueDateOf(month)) return [];
      const working = books
        .ofMonth(month)
        .filter((row) => row.attendedDays > 0 && !cleared.has(`${month} ${row.person}`));
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

/** The share of a month's attending workers who received nothing reaches the threshold. */
export const tenPercentWithoutPay: WageRule = {
  id: "tenPercentWithoutPay",
  version: 1,
  title: "一成以上出勤工人无工资发放记录",
  source: "保障农民工工资支付条例第三十一条、第三十八条第一款",
  level: "RED",
  evaluate: ({ dueMonths, ofMonth, owed, thresholds }) => {
    const owedOf = byKey(owed, ({ month }) => month);
    const evidence = dueMonths.flatMap((month): Evidence[] => {
      const attending = ofMonth(month).filter(({ attendedDays }) => attendedDays > 0);
      const without = (owedOf.get(month) ?? []).filter((row) => row.attendedDays > 0 && row.paid === 0);
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

/** Somebody got nothing for a month by the end of the next. Leavers are the matter of another rule. */
export const monthUnpaid: WageRule = {
  id: "monthUnpaid",
  version: 1,
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

/** Payrolls of the newest due month went to the bank after the due date: what came is not owed any more, but it came late (迟发). */
export const paidLate: WageRule = {
  id: "paidLate",
  version: 1,
  title: "工资迟发",
  source: "保障农民工工资支付条例第十一条至第十四条",
  level: "YELLOW",
  evaluate: ({ dueMonths, workerMonths, owed }) => {
    const isLate = ({ lines, dueOn }: WorkerMonth): boolean =>
      lines.some(
        ({ paidOn, payrollPaidOn }) =>
          paidOn !== null && paidOn > dueOn && (payrollPaidOn === null || payrollPaidOn > dueOn),
      );
    const newest = dueMonths.at(-1);
    const stillOwed = new Set(owed.map(({ month, person }) => `${month} ${person}`));
    const late = workerMonths.filter((row) => isLate(row) && !stillOwed.has(`${row.month} ${row.person}`));
    const now = late.filter(({ month }) => month === newest);
    if (newest === undefined || now.length === 0) return [];
    const months = byKey(late, ({ month }) => month).size;
    const text = `${monthInWords(newest)}有 ${now.length} 人的工资迟于应发日期发放；累计迟发 ${months} 个月、${late.length} 人次`;
    return [
      {
        message: `${monthInWords(newest)}工资迟发`,
        evidence: [{ department: "人社", text, month: newest, workers: now.length }],
      },
    ];
  },
};

/** Days worked here are on the payroll of another site: nothing is owed, but one project's special account paid for another (专户混用). */
export const paidByAnotherSite: WageRule = {
  id: "paidByAnotherSite",
  version: 1,
  title: "专户混用：由另一项目代发",
  source: "保障农民工工资支付条例第二十六条、第三十一条",
  level: "YELLOW",
  evaluate: ({ ruledOut }) => {
    const evidence = [
      ...byKey(
        ruledOut.filter(({ id }) => id === twoSites.id),
        ({ month }) => month,
      ),
    ].map(([month, rows]): Evidence => ({
      department: "人社",
      text: `${monthInWords(month)}有 ${rows.length} 人在本项目的出勤由另一项目的工资表计发`,
      month,
      workers: rows.length,
    }));
    return evidence.length === 0 ? [] : [{ message: "本项目工人的工资由另一项目发放，专用账户应专款专用", evidence }];
  },
};

/** Of a month's attending workers not all are paid in full. */
export const partlyPaid: WageRule = {
  id: "partlyPaid",
  version: 1,
  title: "足额发放人数少于出勤人数",
  source: "保障农民工工资支付条例第三十一条、第三十八条第一款",
  level: "YELLOW",
  evaluate: ({ owed, ofMonth }) => {
    if (owed.length === 0) return [];
    const evidence = [...byKey(owed, ({ month }) => month)].map(([month, rows]) => {
      const all = Math.max(rows.length, ofMonth(month).filter(({ attendedDays }) => attendedDays > 0).length);
      const share = percent((all - rows.length) / all);
      const amount = total(rows, (row) => row.owed);
      const text = `${monthInWords(month)}出勤 ${all} 人，足额发放 ${all - rows.length} 人（${share}），差额${amountBand(amount)}`;
      return { department: "人社" as const, text, month, amount, workers: rows.length };
    });
    return [{ message: "有出勤工人工资未足额发放", evidence }];
  },
};
