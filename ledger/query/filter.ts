import type { Decision, RecordKind } from "../record.ts";

/** What a reader looks for; everything given has to hold. */
export interface DisclosureFilter {
  /** Earliest time (included), ISO 8601. */
  readonly from?: string;
  /** Latest time (excluded), ISO 8601. */
  readonly to?: string;
  readonly kinds?: readonly RecordKind[];
  readonly department?: string;
  readonly app?: string;
  readonly officer?: string;
  readonly purpose?: string;
  readonly decision?: Decision;
  /** "Type.field": requested, or used as an input of a derived field. */
  readonly coordinate?: string;
  /** What became of `coordinate`, or of any when none is given. */
  readonly outcome?: "CLEAR" | "MASKED" | "DENIED" | "DERIVED";
  /** "Type:pseudonym". Callers turn a citizen number into the pseudonym before; it MUST NOT come here. */
  readonly subject?: string;
  /** Whether records of covert investigations that are not lifted yet are given; default "withheld". */
  readonly covert?: "withheld" | "shown";
}

/** A condition in SQL over `ledger.leaves AS leaf`, with its parameters from $1 on. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const OUTCOMES = ["CLEAR", "MASKED", "DENIED", "DERIVED"];

const NOT_COVERT =
  "(leaf.covert IS NULL OR EXISTS (SELECT 1 FROM ledger.leaves AS lift WHERE lift.lifts = leaf.covert))";

/** The filter as a condition. */
export function conditionOf(filter: DisclosureFilter): Condition {
  const parts: string[] = [];
  const values: unknown[] = [];
  const where = (sql: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    parts.push(sql.replace("?", `$${values.length}`));
  };
  where("leaf.time >= ?", filter.from);
  where("leaf.time < ?", filter.to);
  where("leaf.kind = ANY(?)", filter.kinds);
  where("leaf.department = ?", filter.department);
  where("leaf.app = ?", filter.app);
  where("leaf.officer = ?", filter.officer);
  where("leaf.purpose = ?", filter.purpose);
  where("leaf.decision = ?", filter.decision);
  where("leaf.coordinates && ?::text[]", terms(filter));
  where("leaf.subjects @> ?::text[]", filter.subject === undefined ? undefined : [filter.subject]);
  if (filter.covert !== "shown") parts.push(NOT_COVERT);
  return { sql: parts.length === 0 ? "true" : parts.join(" AND "), values };
}

function terms({ coordinate, outcome }: DisclosureFilter): readonly string[] | undefined {
  if (coordinate === undefined && outcome === undefined) return undefined;
  const outcomes = outcome === undefined ? OUTCOMES : [outcome];
  return outcomes.map((one) => `${coordinate ?? ""}=${one}`);
}
