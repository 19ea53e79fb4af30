import { amountBand } from "../../../kit/rules/bands.ts";
import { byKey, total } from "../amounts.ts";
import type { WageBooks } from "../books.ts";
import type { OwedMonth } from "../owed-month.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Months of each worker, the workers in the order of their keys: that of their first months would tell which came first. */
const workersOf = (owed: readonly OwedMonth[]): readonly (readonly OwedMonth[])[] =>
  [...byKey(owed, ({ person }) => person)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, months]) => months);

/** Workers who reach the line each by themselves. */
const alone = ({ owed, thresholds }: WageBooks): readonly Evidence[] =>
  workersOf(owed).flatMap((months): Evidence[] => {
    const amount = total(months, (row) => row.owed);
    if (months.length < thresholds.CRIMINAL_MONTHS || amount < thresholds.CRIMINAL_AMOUNT_ONE) return [];
    const text = `一名工人被欠 ${months.length} 个月，${amountBand(amount)}`;
    return [{ department: "人社", text, month: months[0]?.month ?? "", amount, workers: 1 }];
  });

/** All workers together. */
const together = ({ owed, thresholds }: WageBooks): readonly Evidence[] => {
  const workers = byKey(owed, ({ person }) => person).size;
  const amount = total(owed, (row) => row.owed);
  if (workers < thresholds.CRIMINAL_WORKERS || amount < thresholds.CRIMINAL_AMOUNT_MANY) return [];
  return [{ department: "人社", text: `${workers} 名工人合计被欠${amountBand(amount)}`, amount, workers }];
};

const CRIMINAL_ADVICE =
  "欠薪达到“数额较大”标准，请核查并依法责令限期支付，逾期仍不支付且涉嫌犯罪的，依《保障农民工工资支付条例》第四十一条移送";

/**
 * Arrears reach the amounts that are "large" (数额较大). That alone is no crime: it takes an order to pay and a refusal (刑法第二百七十六条之一),
 * so the warning asks for the order first.
 */
export const criminalLine: WageRule = {
  id: "criminalLine",
  version: 1,
  title: "达到拒不支付劳动报酬罪数额标准",
  source: "刑法第二百七十六条之一、法释〔2013〕3号第三条及河南省数额标准、保障农民工工资支付条例第四十一条",
  level: "RED",
  evaluate: (books) => {
    const evidence = [...alone(books), ...together(books)];
    return evidence.length === 0 ? [] : [{ message: CRIMINAL_ADVICE, evidence }];
  },
};

/** Somebody is owed wages of as many months as the threshold says. */
export const twoMonthsOwed: WageRule = {
  id: "twoMonthsOwed",
  version: 1,
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

/** As many workers are owed wages as the threshold says, however little each. */
export const tenWorkersOwed: WageRule = {
  id: "tenWorkersOwed",
  version: 1,
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

/** Workers whom complaints in process already speak for. */
const inProcess = ({ facts }: WageBooks) => facts.clues.filter(({ status }) => status === "IN_PROCESS");

/** Somebody left the site (退场) with wages still owed. YELLOW once complaints in process cover all of them. */
export const leaverNotSettled: WageRule = {
  id: "leaverNotSettled",
  version: 1,
  title: "退场工人工资未结清",
  source: "工资支付暂行规定第九条、保障农民工工资支付条例第十二条、第十六条",
  level: "RED",
  evaluate: (books) => {
    const leavers = workersOf(books.owed.filter(({ isLeaver }) => isLeaver));
    if (leavers.length === 0) return [];
    const evidence: Evidence[] = leavers.map((months) => ({
      department: "人社",
      text: `已退场，欠 ${months.length} 个月，${amountBand(total(months, ({ owed }) => owed))}`,
      month: months[0]?.month ?? "",
      amount: total(months, ({ owed }) => owed),
      workers: 1,
    }));
    const clues = inProcess(books);
    for (const { channel, receivedOn, workers, amount: claimed } of clues) {
      const text = `${receivedOn} ${channel}投诉办理中，涉及 ${workers} 人`;
      evidence.push({ department: "人社", text, amount: claimed, workers });
    }
    const isCovered = total(clues, ({ workers }) => workers) >= leavers.length;
    const message = `${leavers.length} 名退场工人工资未结清${isCovered ? "，投诉已在办理" : ""}`;
    return [{ level: isCovered ? "YELLOW" : "RED", message, evidence }];
  },
};
