import type { Queryable } from "../store/tile-store.ts";
import type { Suspicion } from "./rule.ts";

/** The name of what this finds. */
export const COVERT_TOO_LONG = "covert-too-long";

const MAX_DAYS = 180;
const MAX_EVIDENCE = 100;

/**
 * A covert investigation keeps records from the people they are about, and nobody has lifted it for half a year. Nothing is shown by
 * itself; an auditor is asked, so that nobody withholds for ever by forgetting (PIPL 18, 35: notice is due once its reason is gone).
 * Asked again each month, from the first of a month on.
 */
export async function covertTooLong(database: Queryable, now: string): Promise<readonly Suspicion[]> {
  const limit = new Date(Date.parse(now) - MAX_DAYS * 24 * 3600_000).toISOString();
  const { rows } = await database.query<{
    covert: string;
    app: string;
    since: Date;
    records: string;
    evidence: string[];
  }>(
    `SELECT covert, coalesce(min(app), '') AS app, min(time) AS since, count(*) AS records,
       (array_agg(index ORDER BY index))[:${MAX_EVIDENCE}] AS evidence
     FROM ledger.leaves WHERE covert IS NOT NULL AND kind <> 'cover' AND time < $1
     GROUP BY covert HAVING min(time) < $2 AND NOT ledger.is_lifted(covert) ORDER BY covert`,
    [now, limit],
  );
  return rows.map(({ covert, app, since, records, evidence }) => ({
    caller: app,
    summary: `${records} records withheld from people since ${since.toISOString().slice(0, 10)}, for more than ${MAX_DAYS} days`,
    evidence: evidence.map(Number),
    about: covert,
  }));
}
