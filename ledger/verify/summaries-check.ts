import { DIVISIONS_OF_LEAF } from "../record-fields.ts";
import type { Queryable } from "../store/tile-store.ts";

const MOST = 20;

/**
 * Daily sums that do not follow from the leaves that checkpoints cover; covert ones are in none. A day of which retention has dropped a part, and days before it,
 * cannot be derived again.
 */
const TOTALS = `
  WITH derivable AS (
    SELECT CASE WHEN min(index) = 0 THEN '-infinity' ELSE coalesce((min(time) AT TIME ZONE 'Asia/Shanghai')::date + 1, 'infinity') END AS since FROM ledger.leaves
  ), derived AS (
    SELECT day, department, purpose, divisions, coordinate, outcome, count(*) AS disclosures, sum(row_count) AS rows
    FROM (
      SELECT (time AT TIME ZONE 'Asia/Shanghai')::date AS day, coalesce(department, '') AS department, coalesce(purpose, '') AS purpose,
        ${DIVISIONS_OF_LEAF} AS divisions, decision, coordinates, row_count
      FROM ledger.leaves WHERE covert IS NULL AND index < (SELECT coalesce(max(size), 0) FROM ledger.checkpoints)
      OFFSET 0
    ) AS leaf, LATERAL (
      SELECT '*' AS coordinate, decision AS outcome
      UNION ALL
      SELECT split_part(term, '=', 1), split_part(term, '=', 2) FROM unnest(coordinates) AS term WHERE term NOT LIKE '=%'
    ) AS term
    GROUP BY 1, 2, 3, 4, 5, 6
  )
  SELECT concat_ws(' ', 'totals', day, department, purpose, divisions, coordinate, outcome) AS what
  FROM derivable, derived FULL JOIN ledger.totals AS stored USING (day, department, purpose, divisions, coordinate, outcome)
  WHERE day >= since AND (derived.disclosures, derived.rows) IS DISTINCT FROM (stored.disclosures, stored.rows::numeric)`;

/**
 * Derives the summaries that lead searches (`ledger.presence`, `ledger.officers`) and the daily sums (`ledger.totals`) again from the columns, which `verify` has compared with
 * the records, and names what is wrong in them: somebody with the rights of a superuser could hide records from a search there. Reads the
 * whole log; the caller is in a REPEATABLE READ transaction.
 */
export async function wrongSummaries(database: Queryable): Promise<readonly string[]> {
  const { rows } = await database.query<{ what: string }>(
    `WITH noted AS MATERIALIZED (
       SELECT date_trunc('month', time AT TIME ZONE 'UTC')::date AS month, coalesce(department, '') AS department,
         coalesce(app, '') AS app, coalesce(purpose, '') AS purpose, decision, coordinates, officer,
         count(*) AS records, min(time) AS first, max(time) AS last
       FROM ledger.leaves WHERE index < (SELECT size FROM ledger.summed)
       GROUP BY 1, 2, 3, 4, 5, 6, 7
     ), derived AS (
       SELECT 'presence' AS summary, term AS key, month, department, app, purpose, decision, sum(records) AS records,
         min(first) AS first, max(last) AS last
       FROM noted, unnest(coordinates || '*'::text) AS term GROUP BY 2, 3, 4, 5, 6, 7
       UNION ALL
       SELECT 'officers', officer, month, department, app, purpose, decision, sum(records), min(first), max(last)
       FROM noted WHERE officer IS NOT NULL GROUP BY 2, 3, 4, 5, 6, 7
     ), stored AS (
       SELECT 'presence' AS summary, term AS key, month, department, app, purpose, decision, records, first, last FROM ledger.presence
       UNION ALL
       SELECT 'officers', officer, month, department, app, purpose, decision, records, first, last FROM ledger.officers
     )
     SELECT concat_ws(' ', summary, key, month, department, app, purpose, decision) AS what
     FROM derived FULL JOIN stored USING (summary, key, month, department, app, purpose, decision)
     WHERE (derived.records, derived.first, derived.last) IS DISTINCT FROM (stored.records::numeric, stored.first, stored.last)
     UNION ALL
     SELECT 'summed goes beyond the log' FROM ledger.summed, ledger.head WHERE summed.size > head.size
     UNION ALL
     SELECT * FROM (${TOTALS}) AS totals
     LIMIT ${MOST}`,
  );
  return rows.map(({ what }) => what);
}
