/** Datasets that a condition may look at; see README.md, "The language of conditions". */
export type Dataset =
  | "enterprise"
  | "employerYear"
  | "annualReport"
  | "electricity"
  | "qualification"
  | "taxCredit"
  | "abnormal"
  | "payout";

/** Comparisons. `contains`: the field is a list and holds the value. `startsWith`: text. `in`: the value is a list. */
export type Operator = "==" | "!=" | ">=" | ">" | "<=" | "<" | "in" | "contains" | "startsWith";

type Value = string | number | boolean;

/** One thing to check, with the words that an officer reads. Amounts in fen, shares as fractions. */
export interface Leaf {
  readonly dataset: Dataset;
  readonly field: string;
  readonly op: Operator;
  readonly value: Value | readonly Value[];
  readonly window?: "lastYear" | "previousYear";
  readonly text: string;
}

/** Conditions as they are stored with a policy: a leaf, or exactly one combinator. */
export type Condition =
  | Leaf
  | { readonly allOf: readonly Condition[] }
  | { readonly anyOf: readonly Condition[] }
  | { readonly noneOf: readonly Condition[] };

/** Tiers are tried in order and the first one that matches decides. `when: null` always matches. Amounts in fen. */
export type Tier =
  | { readonly when: Condition | null; readonly amount: number }
  | { readonly when: Condition | null; readonly base: string; readonly rate: number; readonly cap: number };

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
}

/** Leaf about last year's figures. */
export const lastYear = (dataset: Dataset, field: string, op: Operator, value: Leaf["value"], text: string): Leaf => ({
  dataset,
  field,
  op,
  value,
  window: "lastYear",
  text,
});

/** Leaf about the state of today. */
export const now = (dataset: Dataset, field: string, op: Operator, value: Leaf["value"], text: string): Leaf => ({
  dataset,
  field,
  op,
  value,
  text,
});

/** What every policy asks: the firm is in business, and has not been paid for this policy already. */
export const inBusiness: Leaf = now("enterprise", "status", "==", "ACTIVE", "登记状态为存续");
export const notPaidYet: Condition = { noneOf: [now("payout", "paid", "==", true, "本政策已兑现")] };
/** Not on the list of abnormal operations. */
export const notAbnormal: Condition = { noneOf: [now("abnormal", "listed", "==", true, "当前列入经营异常名录")] };
/** Owes no tax. */
export const noTaxArrears: Leaf = now("taxCredit", "arrears", "==", 0, "无欠税");
