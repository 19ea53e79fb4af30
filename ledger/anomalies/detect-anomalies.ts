import { hash } from "node:crypto";
import type { LoggedRecord } from "../record.ts";
import type { Queryable } from "../store/tile-store.ts";
import { entryOf, type Entry } from "./entry.ts";
import type { Past, Suspicion } from "./rule.ts";
import { RULES } from "./rules.ts";

/** The requests of [from, to), ISO 8601; the past are the days before `from`. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const PAST_DAYS = 90;
const MAX_ENTRIES = 500_000;
const REQUESTS = "kind IN ('disclosure', 'denial', 'failure')";

/**
 * Runs every rule over a window (a day, usually) and keeps what is new as open findings; a finding that is already known, in whatever
 * state, is left as it is. Gives the number of new ones.
 */
export async function detectAnomalies(database: Queryable, window: Window): Promise<number> {
  const entries = await loadEntries(database, window);
  const past = await loadPast(database, window.from);
  let found = 0;
  for (const { name, find } of RULES) {
    for (const suspicion of find(entries, past)) found += await keep(database, name, window, suspicion);
  }
  return found;
}

async function loadEntries(database: Queryable, { from, to }: Window): Promise<readonly Entry[]> {
  const { rows } = await database.query<{ index: string; record: string }>(
    `SELECT index, record FROM ledger.leaves WHERE time >= $1 AND time < $2 AND ${REQUESTS}
     ORDER BY time, index LIMIT ${MAX_ENTRIES}`,
    [from, to],
  );
  return rows.map(({ index, record }) => entryOf(Number(index), JSON.parse(record) as LoggedRecord));
}

async function loadPast(database: Queryable, until: string): Promise<Past> {
  const since = new Date(Date.parse(until) - PAST_DAYS * 24 * 3600 * 1000).toISOString();
  const daily = await database.query<{ app: string; requests: string }>(
    `SELECT app, count(*) AS requests FROM ledger.leaves
     WHERE time >= $1 AND time < $2 AND ${REQUESTS} AND app IS NOT NULL
     GROUP BY app, (time AT TIME ZONE 'Asia/Shanghai')::date`,
    [since, until],
  );
  const dailyRequests = new Map<string, number[]>();
  for (const { app, requests } of daily.rows) {
    dailyRequests.set(app, [...(dailyRequests.get(app) ?? []), Number(requests)]);
  }
  const districts = await database.query<{ grant: string; district: string; requests: string }>(
    `SELECT record::json ->> 'grantHash' AS grant, left(division, 6) AS district, count(*) AS requests
     FROM ledger.leaves, LATERAL json_array_elements_text(record::json -> 'divisions') AS division
     WHERE time >= $1 AND time < $2 AND ${REQUESTS} AND record::json ->> 'grantHash' IS NOT NULL
     GROUP BY 1, 2`,
    [since, until],
  );
  const districtsOfGrant = new Map<string, Map<string, number>>();
  for (const { grant, district, requests } of districts.rows) {
    const known = districtsOfGrant.get(grant) ?? new Map<string, number>();
    districtsOfGrant.set(grant, known.set(district, Number(requests)));
  }
  return { dailyRequests, districtsOfGrant };
}

/**
 * A finding is the same when rule, caller and what it is about (or its first evidence) of the same window are: a window that is
 * looked at again while it fills finds nothing twice.
 */
async function keep(database: Queryable, rule: string, { from }: Window, suspicion: Suspicion): Promise<number> {
  const { caller, summary, evidence, about } = suspicion;
  const id = hash("sha256", JSON.stringify([rule, caller, from, about ?? evidence[0]]), "hex").slice(0, 32);
  const { rowCount } = await database.query(
    `INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence) VALUES ($1, $2, now(), $3, $4, $5)
     ON CONFLICT (id) DO NOTHING`,
    [id, rule, caller, summary, evidence],
  );
  return rowCount ?? 0;
}
