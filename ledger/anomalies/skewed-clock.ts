import type { Queryable } from "../store/tile-store.ts";
import type { Suspicion } from "./rule.ts";

/** The name of what this finds. */
export const SKEWED_CLOCK = "skewed-clock";

const MAX_EVIDENCE = 100;

/**
 * Records that arrived within a window, by the database's clock, and whose own time lies two hours or more outside it: the clock of their
 * gateway is wrong, or was set so that rules which go by time do not see them. Arrival is known from the checkpoints, of which one an hour is
 * kept; a window without an earlier checkpoint tells nothing.
 */
export async function skewedClock(
  database: Queryable,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly Suspicion[]> {
  const { rows } = await database.query<{ app: string; records: string; evidence: string[] }>(
    `WITH arrived AS (
       SELECT (SELECT max(size) FROM ledger.checkpoints WHERE signed_at < $1) AS low,
         coalesce((SELECT min(size) FROM ledger.checkpoints WHERE signed_at >= $2), (SELECT size FROM ledger.head)) AS high
     )
     SELECT coalesce(app, '') AS app, count(*) AS records, (array_agg(index ORDER BY index))[:${MAX_EVIDENCE}] AS evidence
     FROM ledger.leaves, arrived
     WHERE index >= low AND index < high AND NOT time <@ tstzrange($1::timestamptz - interval '2 hours', $2::timestamptz + interval '2 hours')
     GROUP BY 1 ORDER BY 1`,
    [from, to],
  );
  return rows.map(({ app, records, evidence }) => ({
    caller: app,
    summary: `${records} records arrived in the window and say that they are of another time`,
    evidence: evidence.map(Number),
  }));
}
