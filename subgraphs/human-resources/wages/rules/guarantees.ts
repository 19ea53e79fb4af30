import { amountBand, shareBand } from "../../../kit/bands.ts";
import { percent, total } from "../amounts.ts";
import { isOngoing } from "../books.ts";
import { addDays, daysBetween } from "../calendar.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Work began, the time to open the special account has passed, and there is none. */
export const noSpecialAccount: WageRule = {
  id: "noSpecialAccount",
  title: "未开立农民工工资专用账户",
  source: "保障农民工工资支付条例第二十六条",
  level: "RED",
  evaluate: ({ facts, thresholds }) => {
    if (facts.accounts.length > 0 || facts.housing.status === "COMPLETED") return [];
    const permitted = (facts.housing.permits ?? []).flatMap(({ issuedOn }) => issuedOn ?? []);
    const entered = facts.roster.map(({ enteredOn }) => enteredOn);
    const first = [...permitted, ...entered].sort()[0];
    if (first === undefined || addDays(first, thresholds.OPENING_DAYS) > facts.asOf) return [];
    const evidence: Evidence[] = [];
    if (permitted.length > 0)
      evidence.push({ department: "住建", text: `施工许可最早发证日期 ${[...permitted].sort()[0] ?? ""}` });
    if (entered.length > 0) {
      const text = `工人 ${[...entered].sort()[0] ?? ""} 起进场，无专用账户登记`;
      evidence.push({ department: "人社", text, workers: new Set(facts.roster.map(({ person }) => person)).size });
    }
    return [{ message: "项目已开工而未开立农民工工资专用账户", evidence }];
  },
};

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

/** The wage deposit is less than what has to be deposited, whether or not it is still in force. */
export const depositShort: WageRule = {
  id: "depositShort",
  title: "工资保证金缴存不足",
  source: "保障农民工工资支付条例第三十二条、人社部发〔2021〕65号",
  level: "YELLOW",
  evaluate: (books) => {
    const { deposits, accounts } = books.facts;
    if (!isOngoing(books)) return [];
    if (deposits.length === 0) {
      // Without an account either, the project is unknown here: that is the matter of the rules on permits and accounts.
      if (accounts.length === 0) return [];
      return [{ message: "未缴存工资保证金", evidence: [{ department: "人社", text: "无工资保证金登记" }] }];
    }
    const required = Math.max(...deposits.map(({ requiredAmount }) => requiredAmount));
    const amount = total(deposits, (deposit) => deposit.amount);
    if (amount >= required) return [];
    const text = `应缴存${amountBand(required)}，已缴存${amountBand(amount)}`;
    return [
      {
        message: `工资保证金不足，差额${amountBand(required - amount)}`,
        evidence: [{ department: "人社", text, amount }],
      },
    ];
  },
};

/** Every wage deposit of a site at work has run out. */
export const depositExpired: WageRule = {
  id: "depositExpired",
  title: "工资保证金已过有效期",
  source: "保障农民工工资支付条例第三十二条、人社部发〔2021〕65号",
  level: "YELLOW",
  evaluate: (books) => {
    const { deposits, asOf } = books.facts;
    const last = deposits
      .map(({ validTo }) => validTo)
      .sort()
      .at(-1);
    if (last === undefined || last >= asOf || !isOngoing(books)) return [];
    return [{ message: "工资保证金已到期", evidence: [{ department: "人社", text: "登记的保证金均已过有效期" }] }];
  },
};

/** The share of the contract price agreed as labour costs is lower than the customary one. */
export const labourRatioLow: WageRule = {
  id: "labourRatioLow",
  title: "约定人工费比例偏低",
  source: "保障农民工工资支付条例第二十四条；比例见预警阈值表",
  level: "YELLOW",
  evaluate: ({ facts, thresholds }) => {
    const low = facts.accounts.filter(({ labourRatio }) => labourRatio < thresholds.LABOUR_RATIO);
    if (low.length === 0) return [];
    const lowest = Math.min(...low.map(({ labourRatio }) => labourRatio));
    const text = `约定人工费占合同价 ${shareBand(lowest)}，参考比例 ${percent(thresholds.LABOUR_RATIO)}`;
    return [{ message: "约定人工费比例低于参考比例", evidence: [{ department: "人社", text }] }];
  },
};
