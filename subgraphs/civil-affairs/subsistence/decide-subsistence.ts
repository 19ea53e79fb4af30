import type { FamilyMeans } from "./family-means.ts";
import type { SubsistenceRules } from "./subsistence-rules.ts";

/** The answer in one word; property is looked at before income. */
export type SubsistenceDecision = "ELIGIBLE" | "EDGE" | "INCOME_ABOVE" | "BARRED" | "UNDECIDED";

/** Stable names of the conditions. */
type SubsistenceConditionCode = "INCOME" | "VEHICLE" | "HOMES" | "NON_RESIDENTIAL";

/** One condition, decided; `met` is null when a department did not answer. */
export interface SubsistenceCondition {
  readonly code: SubsistenceConditionCode;
  readonly title: string;
  readonly met: boolean | null;
  readonly expected: string;
  readonly actual: string;
}

/** What 低保核对 comes to; amounts in fen a month, null where a figure is missing. */
export interface SubsistenceOutcome {
  readonly decision: SubsistenceDecision;
  readonly conditions: readonly SubsistenceCondition[];
  /** 0 unless eligible. */
  readonly allowance: number | null;
  /** On top of the allowance, for circumstances (分类施保); 0 unless eligible. */
  readonly supplement: number | null;
}

const YUAN = 100;
const UNKNOWN = "无数据";
const yuan = (fen: number): string => `${Math.round(fen) / 100}元`;

const atMost = (
  code: SubsistenceConditionCode,
  title: string,
  value: number | null,
  limit: number,
  unit: string,
): SubsistenceCondition => ({
  code,
  title,
  met: value === null ? null : value <= limit,
  expected: limit === 0 ? "无" : `不超过${limit}${unit}`,
  actual: value === null ? UNKNOWN : value === 0 ? "无" : `${value}${unit}`,
});

const incomeCondition = ({ income, people }: FamilyMeans, standard: number): SubsistenceCondition => ({
  code: "INCOME",
  title: "家庭月人均收入低于低保标准",
  met: income === null ? null : income < standard * people,
  expected: `< ${yuan(standard)}/人`,
  actual: income === null ? UNKNOWN : `${yuan(income / people)}/人`,
});

const decisionOf = (
  property: readonly SubsistenceCondition[],
  { income, people }: FamilyMeans,
  standard: number,
  edge: number,
): SubsistenceDecision => {
  if (property.some(({ met }) => met === false)) return "BARRED";
  if (income === null || property.some(({ met }) => met === null)) return "UNDECIDED";
  if (income < standard * people) return "ELIGIBLE";
  return income <= standard * people * edge ? "EDGE" : "INCOME_ABOVE";
};

/** Standard times people less income, rounded up to a whole yuan. */
const allowanceOf = ({ income, people }: FamilyMeans, standard: number): number =>
  income === null ? 0 : Math.max(0, Math.ceil((standard * people - income) / YUAN) * YUAN);

/**
 * Decides on subsistence support. Pure. Never a stop by itself: the township confirms or refuses.
 * @param standard fen a head and month
 */
export const decideSubsistence = (
  means: FamilyMeans,
  standard: number,
  rules: SubsistenceRules,
): SubsistenceOutcome => {
  const property = [
    atMost("VEHICLE", "机动车（残疾人代步车除外）", means.vehicles, 0, "辆"),
    atMost("HOMES", "住房套数", means.homes, rules.homes, "套"),
    atMost("NON_RESIDENTIAL", "非居住类不动产", means.nonResidential, 0, "处"),
  ];
  const decision = decisionOf(property, means, standard, rules.edge);
  const granted = (amount: number): number | null =>
    decision === "ELIGIBLE" ? amount : decision === "UNDECIDED" ? null : 0;
  return Object.freeze({
    decision,
    conditions: Object.freeze([incomeCondition(means, standard), ...property]),
    allowance: granted(allowanceOf(means, standard)),
    supplement: granted(means.circumstances.length * rules.supplement),
  });
};
