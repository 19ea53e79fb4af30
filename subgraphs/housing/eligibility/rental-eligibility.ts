import type { HouseholdMeans } from "./household-means.ts";
import type { RentalThresholds } from "./rental-thresholds.ts";

/** Stable names of the conditions. */
type RentalConditionCode = "INCOME_PER_HEAD" | "AREA_PER_HEAD" | "VEHICLE" | "OTHER_BENEFIT";

/** One condition, decided; `met` is null when a figure is missing. */
export interface RentalCondition {
  readonly code: RentalConditionCode;
  readonly title: string;
  readonly met: boolean | null;
  readonly expected: string;
  readonly actual: string;
}

/** The answer of 公租房资格核查, with the figures that it rests on. */
export interface RentalEligibility {
  readonly means: HouseholdMeans;
  /** Fen a head and month up to which public rental is open. */
  readonly incomeLimit: number;
  /** false as soon as one condition is not met; null when none is broken but a figure is missing. */
  readonly eligible: boolean | null;
  readonly conditions: readonly RentalCondition[];
  readonly source: string;
}

const UNKNOWN = "无数据";
const rounded = (value: number): string => String(Math.round(value * 100) / 100);
const yuan = (fen: number): string => `${rounded(fen / 100)}元`;

const income = ({ incomePerHead }: HouseholdMeans, limit: number): RentalCondition => ({
  code: "INCOME_PER_HEAD",
  title: "家庭人均月收入不超过城镇居民人均可支配收入的规定比例",
  met: incomePerHead === null ? null : incomePerHead <= limit,
  expected: `≤ ${yuan(limit)}/月`,
  actual: incomePerHead === null ? UNKNOWN : `${yuan(incomePerHead)}/月`,
});

const area = ({ areaPerHead }: HouseholdMeans, limit: number): RentalCondition => ({
  code: "AREA_PER_HEAD",
  title: "人均自有住房面积（含已网签未登记）",
  met: areaPerHead < limit,
  expected: `< ${limit}平方米`,
  actual: `${rounded(areaPerHead)}平方米`,
});

const vehicleMet = ({ vehicles, vehicleValue }: HouseholdMeans, limits: RentalThresholds): boolean | null => {
  if (vehicles === null) return null;
  if (vehicles > limits.vehicles) return false;
  return vehicleValue === null ? null : vehicleValue <= limits.vehicleValue;
};

const vehicle = (means: HouseholdMeans, limits: RentalThresholds): RentalCondition => {
  const { vehicles, vehicleValue } = means;
  const value = vehicleValue === null ? UNKNOWN : yuan(vehicleValue);
  return {
    code: "VEHICLE",
    title: "机动车数量与价值（残疾人代步车除外）",
    met: vehicleMet(means, limits),
    expected: `不超过${limits.vehicles}辆，且价值 ≤ ${yuan(limits.vehicleValue)}`,
    actual: vehicles === null ? UNKNOWN : vehicles === 0 ? "无" : `${vehicles}辆，最高价值${value}`,
  };
};

const otherBenefit = ({ otherBenefits }: HouseholdMeans): RentalCondition => ({
  code: "OTHER_BENEFIT",
  title: "未享受其他住房保障",
  met: otherBenefits === 0,
  expected: "无",
  actual: otherBenefits === 0 ? "无" : `已有${otherBenefits}项在保记录`,
});

const decide = (conditions: readonly RentalCondition[]): boolean | null => {
  if (conditions.some(({ met }) => met === false)) return false;
  return conditions.some(({ met }) => met === null) ? null : true;
};

/** Decides on public rental, condition by condition; none is skipped because another one decides. Pure. */
export const rentalEligibility = (means: HouseholdMeans, thresholds: RentalThresholds): RentalEligibility => {
  const incomeLimit = (thresholds.urbanDisposableIncome * thresholds.incomeShare) / 12;
  const conditions = Object.freeze([
    income(means, incomeLimit),
    area(means, thresholds.areaPerHead),
    vehicle(means, thresholds),
    otherBenefit(means),
  ]);
  return Object.freeze({
    means,
    incomeLimit: Math.floor(incomeLimit),
    eligible: decide(conditions),
    conditions,
    source: thresholds.source,
  });
};
