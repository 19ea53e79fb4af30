import type { Condition, Leaf, Operator, Tier } from "../../../schema/policies/condition.ts";

/** Datasets that a condition may look at; see README.md, "The language of conditions". */
type Dataset =
  | "enterprise"
  | "employerYear"
  | "annualReport"
  | "electricity"
  | "industry"
  | "qualification"
  | "taxCredit"
  | "abnormal"
  | "court"
  | "payout";

/** A row of the policy table, its conditions still as values. */
export interface Policy {
  readonly code: string;
  readonly title: string;
  readonly documentNumber: string;
  readonly department: string;
  readonly summary: string;
  readonly mode: "AUTOMATIC" | "CONFIRM" | "APPLY";
  readonly stacking: "HIGHEST" | "STEP" | "CUMULATIVE";
  readonly conditions: Condition;
  readonly tiers: readonly Tier[];
  readonly funding: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** 公平竞争审查结论 */
  readonly fairCompetitionReview: string;
}

/** Leaf about last year's figures. */
export function lastYear(dataset: Dataset, field: string, op: Operator, value: Leaf["value"], text: string): Leaf {
  return {
    dataset,
    field,
    op,
    value,
    window: "lastYear",
    text,
  };
}

/** Leaf about the state of today. */
export function now(dataset: Dataset, field: string, op: Operator, value: Leaf["value"], text: string): Leaf {
  return {
    dataset,
    field,
    op,
    value,
    text,
  };
}

/** Conditions of every policy: the firm is in business, and has not been paid for this policy already. */
export const inBusiness: Leaf = now("enterprise", "status", "==", "ACTIVE", "登记状态为存续");
export const notPaidYet: Condition = { noneOf: [now("payout", "paid", "==", true, "本政策已兑现")] };
/** Not on the list of abnormal operations. */
export const notAbnormal: Condition = { noneOf: [now("abnormal", "listed", "==", true, "当前列入经营异常名录")] };
/** Not on the court's list of 失信被执行人, which is one of the 严重失信主体名单. */
export const notDishonest: Condition = {
  noneOf: [now("court", "dishonest", "==", true, "当前列入失信被执行人名单")],
};
/** Owes no tax. */
export const noTaxArrears: Leaf = now("taxCredit", "arrears", "==", 0, "无欠税");
