import type { City } from "../city.ts";

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
  ["LABOUR_RATIO", 0.2, "比例", `${REGULATION}第二十四条；人工费用比例默认值`, "2020-05-01"],
] as const;

/** Writes the thresholds that the wage warning reads. */
export const writeWageThresholds = (city: City): void => {
  for (const [code, value, unit, source, effectiveFrom] of THRESHOLDS)
    city.write.wageThreshold({ code, value, unit, source, effectiveFrom });
};
