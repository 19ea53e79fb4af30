import { amountBand } from "../../../kit/rules/bands.ts";
import { total } from "../amounts.ts";
import { monthOf } from "../calendar.ts";
import { addDays } from "../../../kit/rules/working-days.ts";
import type { ContractorFacts } from "../facts.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** 住建 issued a permit, the time to register workers has passed, and nobody is on the real-name roster. */
export const permitWithoutRoster: WageRule = {
  id: "permitWithoutRoster",
  version: 1,
  title: "已领施工许可而无实名制花名册",
  source: "保障农民工工资支付条例第二十八条",
  level: "YELLOW",
  evaluate: ({ facts, thresholds }) => {
    if (facts.roster.length > 0 || facts.housing.status === "COMPLETED") return [];
    const overdue = (facts.housing.permits ?? []).filter(
      ({ issuedOn }) => issuedOn !== null && addDays(issuedOn, thresholds.OPENING_DAYS) <= facts.asOf,
    );
    if (overdue.length === 0) return [];
    const evidence = overdue.map(({ number, issuedOn }) => ({
      department: "住建" as const,
      text: `施工许可 ${number} 于 ${issuedOn ?? ""} 发证`,
    }));
    return [
      {
        message: "项目已领施工许可，实名制花名册无人登记",
        evidence: [...evidence, { department: "人社", text: "实名制花名册 0 人", workers: 0 }],
      },
    ];
  },
};

/**
 * People at work whom the roster does not have, or has without a labour contract: they should not be on the site. A month's attendance
 * counts as registered when the entry is of that month: the books know no day of it.
 */
export const workedUnregistered: WageRule = {
  id: "workedUnregistered",
  version: 1,
  title: "未实名登记或者未订立劳动合同而进场施工",
  source: "保障农民工工资支付条例第二十八条；等级为本系统默认",
  level: "YELLOW",
  evaluate: ({ facts: { attendance, roster, asOf } }) => {
    const since = new Map(roster.map(({ person, enteredOn }) => [person, monthOf(enteredOn)]));
    const early = attendance.filter(({ person, month, days }) => days > 0 && month < (since.get(person) ?? "9999-12"));
    const unregistered = new Set(early.map(({ person }) => person)).size;
    const unsigned = roster.filter(
      ({ hasContract, leftOn }) => !hasContract && (leftOn === null || leftOn > asOf),
    ).length;
    const found = [
      { count: unregistered, words: "有出勤而未实名登记", text: "考勤早于登记或者花名册无此人" },
      { count: unsigned, words: "未订立劳动合同", text: "花名册载明未订立劳动合同" },
    ].filter(({ count }) => count > 0);
    if (found.length === 0) return [];
    return [
      {
        message: `${found.map(({ count, words }) => `${count}人${words}`).join("，")}：不得进入项目现场施工`,
        evidence: found.map(({ count, text }) => ({ department: "人社", text, workers: count })),
      },
    ];
  },
};

const listed = (contractor: ContractorFacts): readonly Evidence[] =>
  (contractor.abnormalListings ?? [])
    .filter(({ removedOn }) => removedOn === null)
    .map(({ listedOn }) => ({ department: "涉企", text: `${listedOn ?? ""} 列入经营异常名录，尚未移出` }));

/** Arrears are told year by year; the newest year holds the balance. */
const arrears = (contractor: ContractorFacts): readonly Evidence[] => {
  const credits = contractor.taxCredits ?? [];
  const newest = Math.max(...credits.map(({ year }) => year ?? 0));
  const amount = total(
    credits.filter(({ year }) => (year ?? 0) === newest),
    (credit) => credit.arrears ?? 0,
  );
  return amount > 0 ? [{ department: "涉企", text: `欠税余额${amountBand(amount)}`, amount }] : [];
};

/** The general contractor is listed as abnormal or owes tax: a sign that wages may be next. */
export const contractorAbnormalOrTaxArrears: WageRule = {
  id: "contractorAbnormalOrTaxArrears",
  version: 1,
  title: "总承包单位经营异常或欠税",
  source: "保障农民工工资支付条例第三十八条第二款",
  level: "YELLOW",
  evaluate: ({ facts }) => {
    if (!facts.contractor) return [];
    const [abnormal, tax] = [listed(facts.contractor), arrears(facts.contractor)];
    if (abnormal.length + tax.length === 0) return [];
    const signs = [...(abnormal.length > 0 ? ["被列入经营异常名录"] : []), ...(tax.length > 0 ? ["欠税"] : [])];
    return [{ message: `施工总承包单位${signs.join("且")}`, evidence: [...abnormal, ...tax] }];
  },
};
