import type { LoggedRecord } from "../record.ts";
import type { Queryable } from "../store/tile-store.ts";
import { covertTooLong, COVERT_TOO_LONG } from "./covert-too-long.ts";
import { entryOf, type Entry } from "./entry.ts";
import { keepFinding } from "./keep-finding.ts";
import type { Past } from "./rule.ts";
import { LONE_ADMINISTRATOR, loneAdministrators } from "./lone-administrator.ts";
import { SKEWED_CLOCK, skewedClock } from "./skewed-clock.ts";
import { RULES } from "./rules.ts";

/** The requests of [from, to), ISO 8601; the past are the days before `from`. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const PAST_DAYS = 90;
/** The name of what is found where an app asks more than can be looked at. */
export const FLOOD = "flood";

/** The window of what is asked once, whenever it was. */
const ALWAYS = { from: "" };

/** Records of one app and window that are looked at: the newest. An app that floods the log hides nobody but itself, and is told. */
const MAX_ENTRIES = 200_000;
const REQUESTS = "kind IN ('disclosure', 'denial', 'failure', 'audit-read') AND decision <> 'RECORDED'";

/**
 * Runs every rule over a window (a day, usually), app by app, and keeps what they find as open findings (`keepFinding`). Gives the
 * number of new ones.
 * @param most records of an app that are looked at
 */
export async function detectAnomalies(database: Queryable, window: Window, most = MAX_ENTRIES): Promise<number> {
  const past = await loadPast(database, window.from);
  let found = 0;
  for (const [app, requests] of await appsOf(database, window)) {
    const entries = await loadEntries(database, app, window, most);
    for (const { name, find } of RULES) {
      for (const suspicion of find(entries, past)) found += await keepFinding(database, name, window, suspicion);
    }
    if (requests <= most) continue;
    const summary = `${requests} requests: only the newest ${most} were looked at`;
    const evidence = entries.slice(-MAX_EVIDENCE).map(({ index }) => index);
    found += await keepFinding(database, FLOOD, window, { caller: app, summary, evidence });
  }
  for (const suspicion of await skewedClock(database, window)) {
    found += await keepFinding(database, SKEWED_CLOCK, window, suspicion);
  }
  for (const suspicion of await loneAdministrators(database)) {
    found += await keepFinding(database, LONE_ADMINISTRATOR, ALWAYS, suspicion);
  }
  const month = { from: window.from.slice(0, 7) };
  for (const suspicion of await covertTooLong(database, window.to)) {
    found += await keepFinding(database, COVERT_TOO_LONG, month, suspicion);
  }
  return found;
}

const MAX_EVIDENCE = 100;

async function appsOf(database: Queryable, { from, to }: Window): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await database.query<{ app: string; requests: string }>(
    `SELECT app, count(*) AS requests FROM ledger.leaves
     WHERE time >= $1 AND time < $2 AND ${REQUESTS} AND app IS NOT NULL GROUP BY app ORDER BY app`,
    [from, to],
  );
  return rows.map(({ app, requests }) => [app, Number(requests)]);
}

/** By time; of too many the newest. */
async function loadEntries(
  database: Queryable,
  app: string,
  { from, to }: Window,
  most: number,
): Promise<readonly Entry[]> {
  const { rows } = await database.query<{ index: string; record: string }>(
    `SELECT index, record FROM ledger.leaves WHERE app = $1 AND time >= $2 AND time < $3 AND ${REQUESTS}
     ORDER BY time DESC, index DESC LIMIT $4`,
    [app, from, to, most],
  );
  return rows.map(({ index, record }) => entryOf(Number(index), JSON.parse(record) as LoggedRecord)).reverse();
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
