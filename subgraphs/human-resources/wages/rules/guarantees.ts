import { amountBand, shareBand } from "../../../kit/rules/bands.ts";
import { percent, total } from "../amounts.ts";
import { addDays, addWorkingDays } from "../../../kit/rules/working-days.ts";
import { isOngoing } from "../books.ts";
import { daysBetween, type IsoDate } from "../calendar.ts";
import type { HousingFacts } from "../facts.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Earliest of these dates of a project's permits; undefined: 住建 told none. */
const earliest = ({ permits }: HousingFacts, date: "issuedOn" | "contractSignedOn"): IsoDate | undefined =>
  (permits ?? []).flatMap((permit) => permit[date] ?? []).sort()[0];

/** The time to open the special account, which runs from the construction contract, has passed, and there is none. */
export const noSpecialAccount: WageRule = {
  id: "noSpecialAccount",
  version: 1,
  title: "未开立农民工工资专用账户",
  source: "保障农民工工资支付条例第二十六条、人社部发〔2021〕53号",
  level: "RED",
  evaluate: ({ facts, thresholds }) => {
    if (facts.accounts.length > 0 || facts.housing.status === "COMPLETED") return [];
    const signed = earliest(facts.housing, "contractSignedOn");
    const permitted = earliest(facts.housing, "issuedOn");
    const entered = facts.roster.map(({ enteredOn }) => enteredOn).sort()[0];
    // A permit and the first worker come after the contract: without its date they give a later day, never an earlier one.
    const first = signed ?? [permitted, entered].filter((day) => day !== undefined).sort()[0];
    if (first === undefined || addDays(first, thresholds.OPENING_DAYS) >= facts.asOf) return [];
    const evidence: Evidence[] = [];
    if (signed !== undefined) evidence.push({ department: "住建", text: `施工合同 ${signed} 签订` });
    if (permitted !== undefined) evidence.push({ department: "住建", text: `施工许可最早发证日期 ${permitted}` });
    if (entered !== undefined) {
      const text = `工人 ${entered} 起进场，无专用账户登记`;
      evidence.push({ department: "人社", text, workers: new Set(facts.roster.map(({ person }) => person)).size });
    }
    return [{ message: "施工合同签订或开工已逾开户期限，未开立农民工工资专用账户", evidence }];
  },
};

/** The special account of a site at work was opened later than the construction contract allows. */
export const accountOpenedLate: WageRule = {
  id: "accountOpenedLate",
  version: 1,
  title: "专用账户开立逾期",
  source: "保障农民工工资支付条例第二十六条、人社部发〔2021〕53号",
  level: "YELLOW",
  evaluate: (books) => {
    const { facts, thresholds } = books;
    const signed = earliest(facts.housing, "contractSignedOn");
    const opened = facts.accounts.map(({ openedOn }) => openedOn).sort()[0];
    if (signed === undefined || opened === undefined || !isOngoing(books)) return [];
    const last = addDays(signed, thresholds.OPENING_DAYS);
    if (opened <= last) return [];
    const evidence: Evidence[] = [
      { department: "住建", text: `施工合同 ${signed} 签订` },
      { department: "人社", text: `专用账户 ${opened} 开立，逾期 ${daysBetween(last, opened)} 天` },
    ];
    return [{ message: `专用账户未在施工合同签订后 ${thresholds.OPENING_DAYS} 日内开立`, evidence }];
  },
};

/**
 * No labour costs came into the special account of a site at work for longer than the transfer cycle. The bank tells the general contractor,
 * and the contractor reports to 人社 (art. 27): the warning asks for both, and takes no bank's report for granted.
 */
export const noTransferOver31Days: WageRule = {
  id: "noTransferOver31Days",
  version: 2,
  title: "人工费逾期未拨付至专户",
  source: "保障农民工工资支付条例第二十四条、第二十七条、第二十九条",
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
    const message = `人工费逾 ${thresholds.TRANSFER_DAYS} 天未拨付至专用账户，请核实开户银行是否已通知施工总承包单位、该单位是否已报告`;
    return [{ message, evidence: [{ department: "人社", text }] }];
  },
};

/** Last day of the time to store the wage deposit; undefined: neither permit nor contract has a date. */
const depositDueOn = (housing: HousingFacts, days: number): IsoDate | undefined => {
  const from = earliest(housing, "issuedOn") ?? earliest(housing, "contractSignedOn");
  return from === undefined ? undefined : addWorkingDays(from, days);
};

/** The time to store the wage deposit has passed, and a site at work that is not exempt has none. */
export const depositMissing: WageRule = {
  id: "depositMissing",
  version: 1,
  title: "未存储工资保证金",
  source: "保障农民工工资支付条例第三十二条、人社部发〔2021〕65号第八条",
  level: "YELLOW",
  evaluate: (books) => {
    const { facts, thresholds } = books;
    // Without an account either, the project is unknown here: that is the matter of the rules on permits and accounts.
    if (facts.deposits.length > 0 || facts.accounts.length === 0 || !isOngoing(books)) return [];
    const last = depositDueOn(facts.housing, thresholds.DEPOSIT_DAYS);
    if (last === undefined || facts.asOf <= last) return [];
    const evidence: Evidence[] = [
      {
        department: "住建",
        text: `应于 ${last} 前存储（领取施工许可证或签订施工合同后 ${thresholds.DEPOSIT_DAYS} 个工作日）`,
      },
      { department: "人社", text: "无工资保证金或免予存储登记" },
    ];
    return [{ message: "未按期存储工资保证金", evidence }];
  },
};

/** The wage deposit is less than what has to be deposited, whether or not it is still in force. */
export const depositShort: WageRule = {
  id: "depositShort",
  version: 1,
  title: "工资保证金存储不足",
  source: "保障农民工工资支付条例第三十二条、人社部发〔2021〕65号",
  level: "YELLOW",
  evaluate: (books) => {
    const { deposits } = books.facts;
    if (!isOngoing(books) || deposits.length === 0 || deposits.some(({ isExempt }) => isExempt)) return [];
    const required = Math.max(...deposits.map(({ requiredAmount }) => requiredAmount));
    const amount = total(deposits, (deposit) => deposit.amount);
    if (amount >= required) return [];
    const text = `应存储${amountBand(required)}，已存储${amountBand(amount)}`;
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
  version: 1,
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
  version: 1,
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

/** Days for which the end of the work is made public before the account may be closed (art. 27). */
const PUBLICITY_DAYS = 30;

/**
 * A special account that was closed although the site is at work, wages are owed, or the thirty days of publicity had not passed. Where 住建
 * told no status, the end of the work is not taken for granted either way.
 */
export const accountClosedEarly: WageRule = {
  id: "accountClosedEarly",
  version: 1,
  title: "专用账户提前注销",
  source: "保障农民工工资支付条例第二十七条；等级为本系统默认",
  level: "YELLOW",
  evaluate: ({ facts, owed }) =>
    facts.accounts.flatMap(({ closedOn, publicisedOn }) => {
      if (closedOn === null) return [];
      const { status } = facts.housing;
      const isPublic = publicisedOn !== null && addDays(publicisedOn, PUBLICITY_DAYS) <= closedOn;
      const evidence: readonly Evidence[] = [
        ...(status === "ONGOING" || status === "SUSPENDED"
          ? [{ department: "住建" as const, text: "工程尚未完工" }]
          : []),
        ...(owed.length > 0
          ? [
              {
                department: "人社" as const,
                text: "尚有拖欠的农民工工资",
                workers: new Set(owed.map(({ person }) => person)).size,
              },
            ]
          : []),
        ...(isPublic
          ? []
          : [
              {
                department: "人社" as const,
                text:
                  publicisedOn === null ? "无完工公示记录" : `公示 ${publicisedOn}，至注销不足 ${PUBLICITY_DAYS} 日`,
              },
            ]),
      ];
      if (evidence.length === 0) return [];
      const level = owed.length > 0 ? ({ level: "RED" } as const) : {};
      return [{ ...level, message: `农民工工资专用账户 ${closedOn} 注销，不符合注销条件`, evidence }];
    }),
};

/** The developer gave the contractor no guarantee of payment. What 住建 did not record is not claimed. */
export const noPaymentGuarantee: WageRule = {
  id: "noPaymentGuarantee",
  version: 1,
  title: "建设单位未提供工程款支付担保",
  source: "保障农民工工资支付条例第二十四条、第五十七条",
  level: "YELLOW",
  evaluate: (books) => {
    const lacking = (books.facts.housing.permits ?? []).filter(({ paymentGuarantee }) => paymentGuarantee === false);
    if (lacking.length === 0 || !isOngoing(books)) return [];
    const evidence = lacking.map(({ number }) => ({
      department: "住建" as const,
      text: `施工许可 ${number} 无支付担保`,
    }));
    return [{ message: "建设单位未向施工单位提供工程款支付担保", evidence }];
  },
};

/** The contract lets labour costs come later than every month. */
export const labourCycleTooLong: WageRule = {
  id: "labourCycleTooLong",
  version: 1,
  title: "约定的人工费用拨付周期超过一个月",
  source: "保障农民工工资支付条例第二十四条",
  level: "YELLOW",
  evaluate: (books) => {
    const { facts, thresholds } = books;
    const long = (facts.housing.permits ?? []).filter(
      ({ labourCycleDays }) => labourCycleDays !== null && labourCycleDays > thresholds.TRANSFER_DAYS,
    );
    if (long.length === 0 || !isOngoing(books)) return [];
    const evidence = long.map(({ number, labourCycleDays }) => ({
      department: "住建" as const,
      text: `施工许可 ${number} 所附合同约定 ${labourCycleDays ?? ""} 日一拨`,
    }));
    return [{ message: "施工合同约定的人工费用拨付周期超过一个月", evidence }];
  },
};
