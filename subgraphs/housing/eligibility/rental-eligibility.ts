import { amountBand, band, countBand } from "../../kit/rules/bands.ts";
import { conclude, lineOf, NO_DATA, type Conclusion, type Line } from "../../kit/rules/eligibility.ts";
import type { HouseholdMeans } from "./household-means.ts";

/** Figures that decide on public rental (公租房). Amounts in fen, areas in square metres. */
export interface RentalThresholds {
  /** 城镇居民人均可支配收入, a year. */
  readonly urbanDisposableIncome: number;
  /** Share of it that a head may have. */
  readonly incomeShare: number;
  /** A head must have less than this. */
  readonly areaPerHead: number;
  readonly vehicles: number;
  readonly vehicleValue: number;
  /** Property that a head may have. */
  readonly assetsPerHead: number;
  /** Days of steady work here that a migrant shows. */
  readonly workDays: number;
  /** The notice that sets the figures. */
  readonly source: string;
}

/** The demo's defaults; a city sets its own by its yearly notice on 公租房准入条件 (公共租赁住房管理办法 art. 7, read on a secondary page). */
export const RENTAL_THRESHOLDS: RentalThresholds = Object.freeze({
  urbanDisposableIncome: 4_000_000,
  incomeShare: 0.8,
  areaPerHead: 15,
  vehicles: 1,
  vehicleValue: 8_000_000,
  assetsPerHead: 10_000_000,
  workDays: 365,
  source:
    "公共租赁住房管理办法第七条（据转载件）；限额为示例默认值：城镇居民人均可支配收入40000元，人均财产10万元，外来务工人员稳定就业满1年",
});

/** One condition of public rental, by its stable name. */
export interface RentalLine extends Line {
  readonly code: "INCOME_PER_HEAD" | "ASSETS_PER_HEAD" | "AREA_PER_HEAD" | "VEHICLE" | "OTHER_BENEFIT" | "WORK_HERE";
}

/** The answer of 公租房资格核查, with the figures that it rests on. `holds` is the eligibility. */
export interface RentalEligibility extends Conclusion<RentalLine> {
  readonly means: HouseholdMeans;
  /** Fen a head and month up to which public rental is open. */
  readonly incomeLimit: number;
  readonly source: string;
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
const yuan = (fen: number): string => `${rounded(fen / 100)}元`;

const vehicleLine = ({ vehicles, vehicleValue }: HouseholdMeans, limits: RentalThresholds): Line =>
  lineOf({
    condition: "机动车数量与价值（残疾人机动轮椅车除外）",
    fact: vehicles,
    limit: `不超过${limits.vehicles}辆，且价值 ≤ ${yuan(limits.vehicleValue)}`,
    source: limits.source,
    holds: (count) => {
      if (count > limits.vehicles) return false;
      return vehicleValue === null ? null : vehicleValue <= limits.vehicleValue;
    },
    words: (count) =>
      count === 0
        ? "无"
        : `${countBand(count, "辆")}，最高价值${vehicleValue === null ? NO_DATA : amountBand(vehicleValue)}`,
  });

const DAY = 86_400_000;

/** Only a migrant shows how long they have worked here (外来务工人员). */
const workLines = (
  { migrant, worksHereSince }: HouseholdMeans,
  { workDays, source }: RentalThresholds,
  asOf: Date,
): readonly RentalLine[] => {
  if (!migrant) return [];
  const line = lineOf({
    condition: "外来务工人员在本地稳定就业",
    fact: worksHereSince && (asOf.getTime() - worksHereSince.getTime()) / DAY,
    limit: `满${workDays}天`,
    source,
    holds: (days) => days >= workDays,
    words: (days) => (days >= workDays ? "已满" : "未满"),
  });
  return [{ code: "WORK_HERE", ...line }];
};

const linesOf = (
  means: HouseholdMeans,
  limits: RentalThresholds,
  incomeLimit: number,
  asOf: Date,
): readonly RentalLine[] => {
  const { source } = limits;
  const income = lineOf({
    condition: "家庭人均月收入不超过城镇居民人均可支配收入的规定比例",
    fact: means.incomePerHead,
    limit: `≤ ${yuan(incomeLimit)}/月`,
    source,
    holds: (perHead) => perHead <= incomeLimit,
    words: (perHead) => `${amountBand(perHead)}/月`,
  });
  const assets = lineOf({
    condition: "家庭人均财产（申报）",
    fact: means.assetsPerHead,
    limit: `≤ ${yuan(limits.assetsPerHead)}`,
    source,
    holds: (perHead) => perHead <= limits.assetsPerHead,
    words: (perHead) => amountBand(perHead),
  });
  const area = lineOf({
    condition: "人均本地自有住房面积（含已网签未登记）",
    fact: means.areaPerHead,
    limit: `< ${limits.areaPerHead}平方米`,
    source,
    holds: (perHead) => perHead < limits.areaPerHead,
    words: (perHead) => band(perHead, "平方米"),
  });
  const otherBenefit = lineOf({
    condition: "未享受其他住房保障",
    fact: means.otherBenefits,
    limit: "无",
    source,
    holds: (records) => records === 0,
    words: (records) => (records === 0 ? "无" : "已有在保记录"),
  });
  return [
    { code: "INCOME_PER_HEAD", ...income },
    { code: "ASSETS_PER_HEAD", ...assets },
    { code: "AREA_PER_HEAD", ...area },
    { code: "VEHICLE", ...vehicleLine(means, limits) },
    { code: "OTHER_BENEFIT", ...otherBenefit },
    ...workLines(means, limits, asOf),
  ];
};

/**
 * Decides on public rental, condition by condition; none is skipped because another one decides. Pure.
 * @law 公共租赁住房管理办法第七条 [S] 本地住房面积、收入、财产，外来务工人员另核稳定就业年限；异地住房不计
 */
export function rentalEligibility(means: HouseholdMeans, thresholds: RentalThresholds, asOf: Date): RentalEligibility {
  const incomeLimit = (thresholds.urbanDisposableIncome * thresholds.incomeShare) / 12;
  return Object.freeze({
    ...conclude(linesOf(means, thresholds, incomeLimit, asOf)),
    means,
    incomeLimit: Math.floor(incomeLimit),
    source: thresholds.source,
  });
}
