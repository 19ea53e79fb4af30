import pg from "pg";
import type { GrantUse, OperationUse } from "../record/grant-use.ts";

/** Counts what grants and registered operations are used for, so that the workflow can say which are not. */
export interface UsageDesk {
  readonly note: (uses: readonly GrantUse[], operation?: OperationUse) => void;
  /** Writes what waits, once, and closes the connection. */
  readonly close: () => Promise<void>;
}

const MOST_WAITING = 100_000;
const PATIENCE = 10_000;

/** Adds to the counts of each day in Beijing. Grants that the hub's database does not hold, those of a file, are passed over. */
const COUNT = `
  insert into grant_usage (grant_id, coordinate, day, requests, rows)
  select g.id, u.coordinate, (u.at at time zone 'Asia/Shanghai')::date, count(*), sum(u.rows)
  from jsonb_to_recordset($1::jsonb) as u("grant" integer, coordinate text, at timestamptz, rows bigint)
  join sharing_grant g on g.id = u."grant"
  group by 1, 2, 3
  on conflict (grant_id, coordinate, day)
  do update set requests = grant_usage.requests + excluded.requests, rows = grant_usage.rows + excluded.rows`;

/** The same of registered operations; one that was taken out of the register meanwhile is passed over. */
const COUNT_OPERATIONS = `
  insert into operation_usage (app_id, operation_id, day, requests)
  select r.app_id, r.id, (u.at at time zone 'Asia/Shanghai')::date, count(*)
  from jsonb_to_recordset($1::jsonb) as u(app text, id text, at timestamptz)
  join registered_operation r on r.app_id = u.app and r.id = u.id
  group by 1, 2, 3
  on conflict (app_id, operation_id, day) do update set requests = operation_usage.requests + excluded.requests`;

/** `G12` of the workflow is 12. */
const numbered = ({ grant, ...use }: GrantUse) => {
  const [, number] = /^G(\d{1,9})$/.exec(grant) ?? [];
  return number === undefined ? [] : [{ ...use, grant: Number(number) }];
};

/** Uses that wait for the next batch; those of a batch that is not taken wait again, before what came meanwhile. */
const batches = <Use>(write: (batch: readonly Use[]) => Promise<void>, report: (error: unknown) => void) => {
  let waiting: Use[] = [];
  return {
    add: (uses: readonly Use[]): void => {
      if (waiting.length < MOST_WAITING) waiting.push(...uses);
    },
    flush: async (): Promise<void> => {
      const batch = waiting;
      waiting = [];
      if (batch.length === 0) return;
      try {
        await write(batch);
      } catch (error) {
        waiting = [...batch, ...waiting];
        report(error);
      }
    },
  };
};

/**
 * Writes uses to the hub's database in batches, beside the answers and never before them: the ledger is the proof, this is the count.
 * Uses that the database does not take are tried again with the next batch; beyond 100,000 waiting, new ones are not counted.
 */
export function openUsageDesk(
  connectionString: string,
  report: (error: unknown) => void,
  /** Milliseconds between two batches. */
  interval = 2_000,
): UsageDesk {
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    application_name: "shali-hub-usage",
    allowExitOnIdle: true,
  });
  pool.on("error", report);
  const grants = batches(async (batch: readonly GrantUse[]) => {
    const counted = batch.flatMap(numbered);
    if (counted.length > 0) await pool.query(COUNT, [JSON.stringify(counted)]);
  }, report);
  const operations = batches(async (batch: readonly OperationUse[]) => {
    await pool.query(COUNT_OPERATIONS, [JSON.stringify(batch)]);
  }, report);
  const flush = async (): Promise<void> => {
    await grants.flush();
    await operations.flush();
  };
  let flushing = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, interval).unref();
  return {
    note: (uses, operation) => {
      grants.add(uses);
      if (operation) operations.add([operation]);
    },
    close: async () => {
      clearInterval(timer);
      await flushing.then(flush);
      await pool.end();
    },
  };
}
