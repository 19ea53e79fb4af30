import { amountBand, countBand } from "../../kit/bands.ts";
import { conclude, lineOf, type Line } from "../../kit/eligibility.ts";
import type { FamilyMeans } from "./family-means.ts";
import type { SubsistenceRules } from "./subsistence-rules.ts";

/** The answer in one word; property is looked at before income. */
export type SubsistenceDecision = "ELIGIBLE" | "EDGE" | "INCOME_ABOVE" | "BARRED" | "UNDECIDED";

/** One condition of subsistence support, by its stable name. */
export interface SubsistenceLine extends Line {
  readonly code: "INCOME" | "VEHICLE" | "HOMES" | "NON_RESIDENTIAL";
}

/** The standard of the family's place: fen a head and month, and the notice that sets it. */
export interface Standard {
  readonly amount: number;
  readonly source: string;
}

/** The outcome of 低保核对; amounts in fen a month, null where a figure is missing. */
export interface SubsistenceOutcome {
  readonly decision: SubsistenceDecision;
  readonly lines: readonly SubsistenceLine[];
  /** 0 unless eligible. */
  readonly allowance: number | null;
  /** On top of the allowance, for circumstances (分类施保); 0 unless eligible. */
  readonly supplement: number | null;
}

const YUAN = 100;
const yuan = (fen: number): string => `${Math.round(fen) / 100}元`;

const atMost = (condition: string, fact: number | null, most: number, unit: string, source: string): Line =>
  lineOf({
    condition,
    fact,
    limit: most === 0 ? "无" : `不超过${most}${unit}`,
    source,
    holds: (count) => count <= most,
    words: (count) => (count === 0 ? "无" : countBand(count, unit)),
  });

const propertyLines = (means: FamilyMeans, { homes, source }: SubsistenceRules): readonly SubsistenceLine[] => [
  { code: "VEHICLE", ...atMost("机动车（残疾人代步车除外）", means.vehicles, 0, "辆", source) },
  { code: "HOMES", ...atMost("住房套数", means.homes, homes, "套", source) },
  { code: "NON_RESIDENTIAL", ...atMost("非居住类不动产", means.nonResidential, 0, "处", source) },
];

const incomeLine = ({ income, people }: FamilyMeans, { amount, source }: Standard): SubsistenceLine => ({
  code: "INCOME",
  ...lineOf({
    condition: "家庭月人均收入低于低保标准",
    fact: income,
    limit: `< ${yuan(amount)}/人`,
    source,
    holds: (fen) => fen < amount * people,
    words: (fen) => `${amountBand(fen / people)}/人`,
  }),
});

const decisionOf = (
  property: Line["holds"],
  { income, people }: FamilyMeans,
  standard: number,
  edge: number,
): SubsistenceDecision => {
  if (property === false) return "BARRED";
  if (income === null || property === null) return "UNDECIDED";
  if (income < standard * people) return "ELIGIBLE";
  return income <= standard * people * edge ? "EDGE" : "INCOME_ABOVE";
};

/** Standard times people less income, rounded up to a whole yuan. */
const allowanceOf = ({ income, people }: FamilyMeans, standard: number): number =>
  income === null ? 0 : Math.max(0, Math.ceil((standard * people - income) / YUAN) * YUAN);

/** Decides on subsistence support. Pure. Never a stop by itself: the township confirms or refuses. */
export function decideSubsistence(means: FamilyMeans, standard: Standard, rules: SubsistenceRules): SubsistenceOutcome {
  const property = conclude(propertyLines(means, rules));
  const decision = decisionOf(property.holds, means, standard.amount, rules.edge);
  const granted = (amount: number): number | null =>
    decision === "ELIGIBLE" ? amount : decision === "UNDECIDED" ? null : 0;
  return Object.freeze({
    decision,
    lines: Object.freeze([incomeLine(means, standard), ...property.lines]),
    allowance: granted(allowanceOf(means, standard.amount)),
    supplement: granted(means.circumstances.length * rules.supplement),
  });
}
