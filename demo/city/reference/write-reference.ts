import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { DISTRICTS } from "../geography/villages.ts";
import { DESTITUTE_STANDARDS, SUBSISTENCE_STANDARDS } from "../people/means.ts";
import { writePolicies } from "../policies/policies.ts";
import { createRandom } from "../random.ts";
import { phoneOf } from "../sites/write-site.ts";
import { writeInstitutions } from "./institutions.ts";

const MINIMUM = "河南省人民政府关于调整河南省最低工资标准的通知（豫政〔2023〕43号）";
const REGULATION = "保障农民工工资支付条例（国务院令第724号）";
const WARNING = "农民工工资支付监控预警指标（示例口径）";
const CRIMINAL = "河南省拒不支付劳动报酬罪数额认定标准；最高人民法院法释〔2013〕3号第三条";

/** Thresholds of the wage warning: amounts in fen, shares as fractions. Sources beside them; data, not code. */
const THRESHOLDS = [
  ["UNPAID_SHARE_RED", 0.1, "比例", WARNING, "2024-01-01"],
  ["MIN_WAGE_CLASS_1", 210_000, "分/月", MINIMUM, "2024-01-01"],
  ["MIN_WAGE_CLASS_2", 200_000, "分/月", MINIMUM, "2024-01-01"],
  ["MIN_WAGE_CLASS_3", 180_000, "分/月", MINIMUM, "2024-01-01"],
  ["MONTH_MAX", 5_000_000, "分/月", WARNING, "2024-01-01"],
  ["YEAR_MAX", 30_000_000, "分/年", WARNING, "2024-01-01"],
  ["MONTHS_OWED", 2, "月", WARNING, "2024-01-01"],
  ["WORKERS_OWED", 10, "人", WARNING, "2024-01-01"],
  ["CRIMINAL_MONTHS", 3, "月", CRIMINAL, "2013-01-23"],
  ["CRIMINAL_AMOUNT_ONE", 800_000, "分", CRIMINAL, "2013-01-23"],
  ["CRIMINAL_WORKERS", 10, "人", CRIMINAL, "2013-01-23"],
  ["CRIMINAL_AMOUNT_MANY", 4_000_000, "分", CRIMINAL, "2013-01-23"],
  ["TRANSFER_DAYS", 31, "日", `${REGULATION}第二十四条、第二十九条：拨付周期不超过一个月`, "2020-05-01"],
  ["BANK_RETURNS", 1, "是否", `${REGULATION}第三十一条、第三十八条第一款；代发银行已接入`, "2026-01-01"],
  ["LABOUR_RATIO", 0.2, "比例", `${REGULATION}第二十四条；人工费用比例默认值`, "2020-05-01"],
] as const;

/** Writes the thresholds that the wage warning reads. */
const writeWageThresholds = (city: City): void => {
  for (const [code, value, unit, source, effectiveFrom] of THRESHOLDS)
    city.write.wageThreshold({ code, value, unit, source, effectiveFrom });
};

/** Writes the subsistence standards, the same in every district. */
const writeSubsistenceStandards = (city: City): void => {
  for (const { code } of DISTRICTS)
    for (const kind of ["URBAN", "RURAL"] as const)
      city.write.subsistenceStandard({
        kind,
        monthlyAmount: SUBSISTENCE_STANDARDS[kind],
        source: "漯河市城乡最低生活保障标准（示例默认值）",
        effectiveFrom: `${city.calendar.year}-01-01`,
        divisionCode: `${code}000000`,
      });
};

/** Writes the standards of the support of the destitute, which are no standards of 低保. */
const writeDestituteStandards = (city: City): void => {
  const { BASIC, CARE } = DESTITUTE_STANDARDS;
  const steps = [
    ["BASIC", null, BASIC],
    ["CARE", "PARTIAL", CARE.PARTIAL],
    ["CARE", "NONE", CARE.NONE],
  ] as const;
  for (const { code } of DISTRICTS)
    for (const [component, selfCare, monthlyAmount] of steps)
      city.write.destituteStandard({
        component,
        selfCare,
        monthlyAmount,
        source: "漯河市特困人员供养标准（示例默认值）",
        effectiveFrom: `${city.calendar.year}-01-01`,
        divisionCode: `${code}000000`,
      });
};

const YUAN = 100;
const PEOPLE_PER_CLUE = 900;
const SUMMARIES = [
  "反映餐饮店拖欠一个月工资",
  "反映物流公司提成未结",
  "反映装修队工钱未付",
  "反映离职后工资未结清",
] as const;

/** Writes clues about firms, not projects, that have been dealt with: they must not raise any warning. */
const writeClosedClues = (city: City): void => {
  const random = createRandom(city.seed, "clues");
  const count = Math.max(5, Math.round(city.people / PEOPLE_PER_CLUE));
  for (let turn = 0; turn < count; turn += 1) {
    const firm = random.pick(city.firms.all);
    const received = city.calendar.today - random.between(20, 360);
    const status = random.chance(0.8) ? "CLOSED" : "REJECTED";
    city.write.arrearsClue({
      channel: random.pick(["NATIONAL_PLATFORM", "HOTLINE_12345", "FINGERTIP", "PETITION"]),
      receivedAt: `${isoDate(received)} ${String(random.between(8, 18)).padStart(2, "0")}:05:00+08`,
      projectCode: null,
      employerCode: firm.code,
      workers: random.between(1, 9),
      amount: random.between(20, 600) * 100 * YUAN,
      reporterPhone: phoneOf(30_000_000 + turn),
      summary: random.pick(SUMMARIES),
      status,
      closedAt: `${isoDate(received + random.between(3, 15))} 17:00:00+08`,
      divisionCode: firm.village.code,
    });
  }
};

/** Writes what does not depend on people: thresholds, standards, policies, institutions, old clues. */
export function writeReference(city: City): void {
  writeWageThresholds(city);
  writeSubsistenceStandards(city);
  writeDestituteStandards(city);
  writePolicies(city);
  writeInstitutions(city);
  writeClosedClues(city);
}
