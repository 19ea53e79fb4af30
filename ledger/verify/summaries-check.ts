import type { Queryable } from "../store/tile-store.ts";

const MOST = 20;

/**
 * Derives the summaries that lead searches (`ledger.presence`, `ledger.officers`) again from the columns, which `verify` has compared with
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
     LIMIT ${MOST}`,
  );
  return rows.map(({ what }) => what);
}
