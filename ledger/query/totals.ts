import { listWithin, within } from "./within.ts";
import type { Queryable } from "../store/tile-store.ts";

/** The period, grouping and conditions of a sum. */
export interface TotalsRequest {
  /** First day (included) and last day (excluded), "2026-11-01", in the city's time zone. */
  readonly from: string;
  readonly to: string;
  readonly by: "department" | "purpose" | "coordinate";
  readonly every: "day" | "month";
  readonly department?: string;
  readonly purpose?: string;
  readonly coordinate?: string;
  /** Division prefixes of the records that count, beside those that concern no division; absent: of everywhere. */
  readonly divisions?: readonly string[] | undefined;
}

/** A sum. By department and purpose it counts requests, its outcome is the decision; by coordinate it counts uses. */
export interface Total {
  /** First day of the period. */
  readonly period: string;
  readonly key: string;
  readonly outcome: string;
  readonly disclosures: number;
  /** Rows of the answers that these requests gave. */
  readonly rows: number;
}

/** The city's time zone, as the sequencer sums by its days. */
const ZONE = "Asia/Shanghai";

/**
 * Sums over time from the sequencer's daily totals: as fresh as the last integration, and as dear as the period has days, whatever the
 * size of the log and whoever asks. Records of covert investigations are in no sum before they are lifted; those are counted one by one.
 * Days from before totals knew divisions, of which records were dropped, are in the sums of everywhere only.
 */
export async function totals(database: Queryable, request: TotalsRequest): Promise<readonly Total[]> {
  const { from, to, by, every, department, purpose, coordinate, divisions } = request;
  const ofCoordinate = by === "coordinate" || coordinate !== undefined;
  const { rows } = await database.query<{
    period: string;
    key: string;
    outcome: string;
    disclosures: string;
    rows: string;
  }>(
    `WITH reached AS (
       SELECT divisions FROM (SELECT DISTINCT divisions FROM ledger.totals WHERE day >= $1 AND day < $2) AS lists
       WHERE ${listWithin("divisions", "$8")}
     ), sums AS (
       SELECT day, department, purpose, coordinate, outcome, disclosures, rows FROM ledger.totals
       WHERE day >= $1 AND day < $2 AND divisions IN (SELECT divisions FROM reached)
       UNION ALL
       SELECT (leaf.time AT TIME ZONE '${ZONE}')::date, coalesce(department, ''), coalesce(purpose, ''), coordinate, outcome, 1, row_count
       FROM ledger.leaves AS leaf, LATERAL (
         SELECT '*' AS coordinate, decision AS outcome
         UNION ALL
         SELECT split_part(term, '=', 1), split_part(term, '=', 2) FROM unnest(coordinates) AS term WHERE term NOT LIKE '=%'
       ) AS term
       WHERE covert IN (SELECT lifts FROM ledger.leaves WHERE lifts IS NOT NULL) AND ${within("$8")}
         AND leaf.time >= $1::timestamp AT TIME ZONE '${ZONE}' AND leaf.time < $2::timestamp AT TIME ZONE '${ZONE}'
     )
     SELECT to_char(date_trunc($3, day), 'YYYY-MM-DD') AS period, ${COLUMN[by]} AS key, outcome,
       sum(disclosures) AS disclosures, sum(rows) AS rows
     FROM sums
     WHERE ($4::text IS NULL OR department = $4) AND ($5::text IS NULL OR purpose = $5)
       AND ($6::text IS NULL OR coordinate = $6) AND (coordinate = '*') <> $7
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [from, to, every, department ?? null, purpose ?? null, coordinate ?? null, ofCoordinate, divisions ?? null],
  );
  return rows.map((row) => ({ ...row, disclosures: Number(row.disclosures), rows: Number(row.rows) }));
}

const COLUMN = { department: "department", purpose: "purpose", coordinate: "coordinate" } as const;
