import { total } from "./amounts.ts";
import { asKnownOn } from "./as-known-on.ts";
import { openBooks, type WageBooks } from "./books.ts";
import { addDays } from "../../kit/rules/working-days.ts";
import { endOfMonth, monthOf } from "./calendar.ts";
import type { ProjectFacts } from "./facts.ts";
import type { OwedMonth, RuledOut } from "./owed-month.ts";
import { gravest, type Finding, type WageRule, type WarningLevel } from "./rules/rule.ts";
import { repeatedRed, WAGE_RULES } from "./rules/rules.ts";
import type { Thresholds } from "./thresholds.ts";

/** One finding with the rule that made it. */
export interface Reason extends Finding {
  readonly rule: Pick<WageRule, "id" | "version" | "title" | "source">;
  readonly level: Exclude<WarningLevel, "NONE">;
}

/** What is told of a worker's month that is owed. */
export type UnpaidMonth = Pick<
  OwedMonth,
  "person" | "month" | "team" | "attendedDays" | "due" | "paid" | "owed" | "isEstimated"
>;

/** Judgement of the rules on one project on one day. */
export interface Judgement {
  readonly asOf: string;
  readonly level: WarningLevel;
  readonly jointEnforcement: boolean;
  /** In the order of the rules, which is that of no figure: a finding's own level may be denied. */
  readonly reasons: readonly Reason[];
  /** By worker, then by month: an order by amount would tell the amounts to whoever may not have them. */
  readonly owed: readonly UnpaidMonth[];
  readonly owedAmount: number;
  /** By worker, then by month. */
  readonly ruledOut: readonly RuledOut[];
  /** Departments whose data did not come: a level may then be too low, never too high. */
  readonly missing: readonly ("住建" | "涉企" | "银行")[];
}

const reasonsOf = (rules: readonly WageRule[], books: WageBooks): readonly Reason[] =>
  rules.flatMap((rule) =>
    rule.evaluate(books).map((finding) => ({ ...finding, rule, level: finding.level ?? rule.level })),
  );

const redTitles = (reasons: readonly Reason[]): readonly string[] =>
  reasons.filter(({ level }) => level === "RED").map(({ rule }) => rule.title);

/** RED findings at the end of the month before `asOf`; receipts within the grace after it count as on their way. */
const redsBefore = (facts: ProjectFacts, thresholds: Thresholds): readonly string[] => {
  const day = endOfMonth(monthOf(facts.asOf), -1);
  const last = [addDays(day, thresholds.RECEIPT_DAYS), facts.asOf].sort()[0];
  return redTitles(reasonsOf(WAGE_RULES, openBooks(asKnownOn(facts, day, last), thresholds)));
};

const missingOf = (
  { housing, contractor, returns }: ProjectFacts,
  { BANK_RETURNS }: Thresholds,
): Judgement["missing"] => [
  ...(housing.permits === null || housing.status === null ? (["住建"] as const) : []),
  ...(!contractor?.abnormalListings || !contractor.taxCredits ? (["涉企"] as const) : []),
  ...(returns === null && BANK_RETURNS > 0 ? (["银行"] as const) : []),
];

const byWorkerAndMonth = <Row extends { readonly person: string; readonly month: string }>(
  rows: readonly Row[],
): readonly Row[] => {
  const keyOf = ({ person, month }: Row): string => `${person} ${month}`;
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
};

/**
 * Judges one project as of `facts.asOf`. Pure: the same facts and thresholds give the same judgement, in whatever order
 * projects are asked for. `facts` may be newer than `asOf`; what happened later is left out.
 */
export function judgeProject(facts: ProjectFacts, thresholds: Thresholds): Judgement {
  const books = openBooks(asKnownOn(facts, facts.asOf), thresholds);
  const standing = reasonsOf(WAGE_RULES, books);
  const now = redTitles(standing);
  const before = now.length > 0 ? redsBefore(facts, thresholds) : [];
  const repeated = reasonsOf([repeatedRed], { ...books, reds: { now, before } });
  const reasons = [...repeated, ...standing];
  return {
    asOf: facts.asOf,
    level: gravest(reasons.map(({ level }) => level)),
    jointEnforcement: repeated.length > 0,
    reasons,
    owed: byWorkerAndMonth(books.owed),
    owedAmount: total(books.owed, ({ owed }) => owed),
    ruledOut: byWorkerAndMonth(books.ruledOut),
    missing: missingOf(facts, thresholds),
  };
}
