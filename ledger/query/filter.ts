import { EXACT_COLUMNS, type Column, type ExactFilter, type Lead } from "../record-fields.ts";
import type { RecordKind } from "../record.ts";

/** The conditions of a search; all that are given have to hold. */
export interface DisclosureFilter extends ExactFilter {
  /** Earliest time (included), ISO 8601. */
  readonly from?: string;
  /** Latest time (excluded), ISO 8601. */
  readonly to?: string;
  readonly kinds?: readonly RecordKind[];
  /** "Type.field": requested, or used as an input of a derived field. */
  readonly coordinate?: string;
  /** The outcome of `coordinate`, or of any coordinate when none is given. */
  readonly outcome?: "CLEAR" | "MASKED" | "DENIED" | "DERIVED";
  /** "Type:pseudonym". Callers turn a citizen number into the pseudonym before; it MUST NOT come here. */
  readonly subject?: string;
  /** Records of covert investigations that are not lifted yet; default "withheld". */
  readonly covert?: "withheld" | "shown";
}

/** A condition in SQL over `ledger.leaves AS leaf`, with its parameters from $1 on. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const OUTCOMES = ["CLEAR", "MASKED", "DENIED", "DERIVED"];

const NOT_COVERT = "(leaf.covert IS NULL OR ledger.is_lifted(leaf.covert))";

/**
 * The filter as a condition. Where `lead` is given, an index may only be used for that part (beside time and subject): the planner takes
 * conditions for independent of each other, and walks through half of a log for two that never meet.
 */
export function conditionOf(filter: DisclosureFilter, lead?: Lead): Condition {
  const parts: string[] = [];
  const values: unknown[] = [];
  const where = (sql: string, value: unknown, part?: Lead): void => {
    if (value === undefined) return;
    values.push(value);
    const condition = sql.replace("?", `$${values.length}`);
    parts.push(lead === undefined || part === undefined || part === lead ? condition : `(${condition}) IS TRUE`);
  };
  where("leaf.time >= ?", filter.from);
  where("leaf.time < ?", filter.to);
  where("leaf.kind = ANY(?)", filter.kinds);
  for (const { name, lead: part } of EXACT_COLUMNS as readonly (Column & { readonly name: keyof ExactFilter })[]) {
    where(`leaf.${name} = ?`, filter[name], part);
  }
  where("leaf.coordinates && ?::text[]", termsOf(filter), "terms");
  where("leaf.subjects @> ?::text[]", filter.subject === undefined ? undefined : [filter.subject]);
  if (filter.covert !== "shown") parts.push(NOT_COVERT);
  return { sql: parts.length === 0 ? "true" : parts.join(" AND "), values };
}

/** The search terms of a coordinate, an outcome, or both; one of them has to be there. */
export function termsOf({ coordinate, outcome }: DisclosureFilter): readonly string[] | undefined {
  if (coordinate === undefined && outcome === undefined) return undefined;
  const outcomes = outcome === undefined ? OUTCOMES : [outcome];
  return outcomes.map((one) => `${coordinate ?? ""}=${one}`);
}
