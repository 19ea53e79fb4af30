/**
 * The language of a policy's conditions (`README.md` describes it): who writes policies and who decides firms by
 * them mean the same. Pure data: this file imports nothing.
 */

/** Comparisons. `contains`: the field is a list and holds the value. `startsWith`: text. `in`: the value is a list. */
export const OPERATORS = ["==", "!=", ">=", ">", "<=", "<", "in", "contains", "startsWith"] as const;
export type Operator = (typeof OPERATORS)[number];

/** The calendar year before the as-of date, and the one before that. Without a window a leaf speaks of the as-of date. */
export const WINDOWS = ["lastYear", "previousYear"] as const;
export type Window = (typeof WINDOWS)[number];

export type Scalar = string | number | boolean;

/** One thing to check, with the words that an officer reads. Amounts in fen, shares as fractions. */
export interface Leaf {
  readonly dataset: string;
  readonly field: string;
  readonly op: Operator;
  readonly value: Scalar | readonly Scalar[];
  readonly window?: Window;
  readonly text: string;
}

/** Conditions as they are stored with a policy: a leaf, or exactly one combinator over at least one node. */
export type Condition =
  | Leaf
  | { readonly allOf: readonly Condition[] }
  | { readonly anyOf: readonly Condition[] }
  | { readonly noneOf: readonly Condition[] };

/**
 * Tiers are tried in order and the first one that holds decides. `when: null` always holds. Amounts in fen; `amount: null`: the policy
 * names no sum that follows from a firm's figures (a subsidy of interest on a loan still to be taken), so the application decides it.
 */
export type Tier =
  | { readonly when: Condition | null; readonly amount: number | null }
  | { readonly when: Condition | null; readonly base: string; readonly rate: number; readonly cap: number };
