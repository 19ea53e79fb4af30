import type pg from "pg";
import type { DisclosureRecord } from "../record.ts";
import { eventRecord } from "./event-record.ts";
import type { LedgerEvents } from "./events.ts";
import { retentionBoundary, type RetentionStatement } from "./retention-statement.ts";

const EVERY_MS = 6 * 60 * 60 * 1000;

/**
 * Drops the monthly partitions that lie wholly before the boundary, if their leaves are a beginning of the log: first the
 * statement is appended (a leaf itself), then the rows go. Tiles and checkpoints stay, so every proof of what remains stays.
 * Gives the statement, or null when there was nothing to drop.
 */
export async function dropExpired(
  database: pg.Pool,
  append: (record: DisclosureRecord) => Promise<unknown>,
  { months, now = new Date() }: { months: number; now?: Date },
): Promise<RetentionStatement | null> {
  const boundary = retentionBoundary(now, months);
  const expired = await expiredPartitions(database, boundary);
  if (expired.length === 0) return null;
  const { rows } = await database.query<{ kept: string; gone: string | null }>(
    `SELECT (SELECT coalesce(min(index), (SELECT size FROM ledger.head)) FROM ledger.leaves WHERE time >= $1) AS kept,
            (SELECT max(index) FROM ledger.leaves WHERE time < $1) AS gone`,
    [boundary],
  );
  const keptFrom = Number(rows[0]?.kept);
  const gone = rows[0]?.gone ?? null;
  // A clock that was set back can leave an old-looking record among newer ones: then its month waits with them.
  if (gone === null || Number(gone) >= keptFrom) return null;
  const statement = { keptFrom, boundary: boundary.toISOString(), months };
  const { rows: stated } = await database.query("SELECT 1 FROM ledger.checkpoints WHERE size >= $1 LIMIT 1", [
    keptFrom,
  ]);
  if (stated.length === 0) return null;
  await append(
    eventRecord("policy-change", { what: "retention", id: "ledger", before: null, after: JSON.stringify(statement) }),
  );
  for (const name of expired) await database.query(`DROP TABLE ledger."${name}"`);
  await database.query(
    `WITH forgotten AS (DELETE FROM ledger.officers WHERE month < $1::timestamptz AT TIME ZONE 'UTC')
     DELETE FROM ledger.presence WHERE month < $1::timestamptz AT TIME ZONE 'UTC'`,
    [boundary],
  );
  return statement;
}

/** Runs `dropExpired` at once and four times a day, in any process: a second one finds nothing left. Makes the coming months, too. */
export function startRetention(
  database: pg.Pool,
  append: (record: DisclosureRecord) => Promise<unknown>,
  { retentionMonths, events }: { retentionMonths: number; events: LedgerEvents },
): { close(): Promise<void> } {
  const run = async (): Promise<void> => {
    try {
      await database.query("SELECT ledger.ensure_month(now()), ledger.ensure_month(now() + interval '1 month')");
      await dropExpired(database, append, { months: retentionMonths });
    } catch (error) {
      events.onError?.("retention", error);
    }
  };
  let running = run();
  const timer = setInterval(() => {
    running = run();
  }, EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

async function expiredPartitions(database: pg.Pool, boundary: Date): Promise<readonly string[]> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'ledger.leaves'::regclass AND relname ~ '^leaves_[0-9]{4}_[0-9]{2}$' AND relname < $1
     ORDER BY relname`,
    [`leaves_${boundary.toISOString().slice(0, 7).replace("-", "_")}`],
  );
  return rows.map(({ name }) => name);
}
