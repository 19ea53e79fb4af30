import { amountBand, countBand } from "../../kit/rules/bands.ts";
import { conclude, lineOf, type Line } from "../../kit/rules/eligibility.ts";
import type { FamilyMeans } from "./family-means.ts";
import type { SubsistenceRules } from "./subsistence-rules.ts";

/** The answer in one word; property is looked at before income. */
export type SubsistenceDecision = "ELIGIBLE" | "EDGE" | "INCOME_ABOVE" | "BARRED" | "UNDECIDED";

/** One condition of subsistence support, by its stable name. */
export interface SubsistenceLine extends Line {
  readonly code: "INCOME" | "VEHICLE" | "HOMES" | "NON_RESIDENTIAL" | "DEPOSIT";
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
  /** On top of the allowance, by the person in need (分类施保); 0 unless eligible. */
  readonly supplement: number | null;
  /** Ids of members who may apply alone (单人户): only of a family on the edge. */
  readonly mayApplyAlone: readonly string[];
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

const depositLine = (
  { deposits, people }: FamilyMeans,
  standard: Standard | null,
  { depositMonths, source }: SubsistenceRules,
): SubsistenceLine => ({
  code: "DEPOSIT",
  ...lineOf({
    condition: "人均金融资产",
    fact: standard && deposits,
    limit: `不超过${depositMonths}个月低保标准`,
    source,
    holds: (fen) => standard && fen <= standard.amount * depositMonths * people,
    words: (fen) => `${amountBand(fen / people)}/人`,
  }),
});

const propertyLines = (
  means: FamilyMeans,
  standard: Standard | null,
  rules: SubsistenceRules,
): readonly SubsistenceLine[] => {
  const { homes, source } = rules;
  return [
    { code: "VEHICLE", ...atMost("机动车（残疾人机动轮椅车除外）", means.vehicles, 0, "辆", source) },
    { code: "HOMES", ...atMost("住房套数", means.homes, homes, "套", source) },
    { code: "NON_RESIDENTIAL", ...atMost("非居住类不动产", means.nonResidential, 0, "处", source) },
    depositLine(means, standard, rules),
  ];
};

const incomeLine = (
  { income: { total }, people }: FamilyMeans,
  standard: Standard | null,
  rules: SubsistenceRules,
): SubsistenceLine => ({
  code: "INCOME",
  ...lineOf({
    condition: "家庭月人均收入低于低保标准",
    fact: total,
    limit: standard ? `< ${yuan(standard.amount)}/人` : "常住地未认定，标准不定",
    source: standard?.source ?? rules.source,
    holds: (fen) => standard && fen < standard.amount * people,
    words: (fen) => `${amountBand(fen / people)}/人`,
  }),
});

const decisionOf = (
  property: Line["holds"],
  { income: { total }, people }: FamilyMeans,
  standard: Standard | null,
  edge: number,
): SubsistenceDecision => {
  if (property === false) return "BARRED";
  if (total === null || property === null || standard === null) return "UNDECIDED";
  if (total < standard.amount * people) return "ELIGIBLE";
  return total < standard.amount * people * edge ? "EDGE" : "INCOME_ABOVE";
};

/** Standard times people less income, rounded up to a whole yuan. */
const allowanceOf = ({ income: { total }, people }: FamilyMeans, standard: Standard | null): number =>
  total === null || standard === null ? 0 : Math.max(0, Math.ceil((standard.amount * people - total) / YUAN) * YUAN);

/**
 * Decides on subsistence support. Pure. Never a stop by itself: the township confirms or refuses.
 * @law 社会救助暂行办法第九条 [T] 收入与财产都是条件：金融资产、住房、机动车、非居住房屋逐项核对，未知的不判定
 * @law 社会救助暂行办法第十条 [T] 标准按常住地适用；常住地未认定（集体户）的不判定
 * @law 社会救助暂行办法第十四条 [T] 特困人员供养自成一章：低保核对只按城市、农村低保标准，不以其标准核算
 * @law 社会救助暂行办法第十二条 [T] 分类施保按人计，不按类别计
 * @law 最低生活保障审核确认办法第八条 [S] 低保边缘为低于标准的1.5倍且财产符合规定；重度残疾人等可以单独申请
 * @param standard null: it is not known which one holds, because the place of residence is not established
 */
export function decideSubsistence(
  means: FamilyMeans,
  standard: Standard | null,
  rules: SubsistenceRules,
): SubsistenceOutcome {
  const property = conclude(propertyLines(means, standard, rules));
  const decision = decisionOf(property.holds, means, standard, rules.edge);
  const granted = (amount: number): number | null =>
    decision === "ELIGIBLE" ? amount : decision === "UNDECIDED" ? null : 0;
  return Object.freeze({
    decision,
    lines: Object.freeze([incomeLine(means, standard, rules), ...property.lines]),
    allowance: granted(allowanceOf(means, standard)),
    supplement: granted(means.peopleInNeed * rules.supplement),
    mayApplyAlone: decision === "EDGE" ? means.mayApplyAlone : [],
  });
}
