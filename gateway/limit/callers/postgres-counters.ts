import { createHash } from "node:crypto";
import pg from "pg";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { secondsUntil } from "../../seconds-until.ts";
import type { CounterStore } from "./counter-store.ts";

/** The database of the shared counters, and the bound on its silence. */
export interface PostgresCountersOptions {
  readonly connectionString: string;
  /** Created when it is not there; a role that may not create it needs it made beforehand. Default hub_caller_counter. */
  readonly table?: string;
  /** Milliseconds that one question may take. Default 2,000. */
  readonly timeout?: number;
  /** Told of connections that break while idle. */
  readonly report?: (reason: string) => void;
}

const LONGEST_KEY = 200;

/** The table's key column holds 255 characters; ids of grants and apps are whatever their issuers chose. */
const stored = (key: string): string =>
  key.length <= LONGEST_KEY ? key : createHash("sha256").update(key).digest("hex");

/** An hour's grace past the window, so that gateways whose clocks differ never see a counter start over. */
const GRACE = 3_600;

const isThere = async (pool: pg.Pool, table: string): Promise<boolean> => {
  const { rows } = await pool.query<{ there: boolean }>("select to_regclass($1) is not null as there", [`"${table}"`]);
  return rows[0]?.there === true;
};

const ensureTable = async (pool: pg.Pool, table: string): Promise<void> => {
  if (await isThere(pool, table)) return;
  try {
    await pool.query(
      `create table if not exists "${table}" (key varchar(255) primary key, points integer not null default 0, expire bigint)`,
    );
  } catch (error) {
    // Another replica made it at the same instant: PostgreSQL says so with one of several codes, of the table or of its type.
    if (!(await isThere(pool, table))) throw error;
  }
};

/**
 * Counters in PostgreSQL, shared by every gateway on the same database. Nothing is connected before the first question;
 * one that fails is simply asked anew the next time, the making of the table included.
 */
export function openPostgresCounters(options: PostgresCountersOptions): CounterStore {
  const { connectionString, table = "hub_caller_counter", timeout = 2_000 } = options;
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    application_name: "shali-hub-limits",
    allowExitOnIdle: true,
  });
  pool.on("error", (error) => options.report?.(error.message));
  // Only its counting is used: limits differ from key to key and are judged by whoever leases.
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: "pool",
    tableName: table,
    tableCreated: true,
    keyPrefix: "",
    points: 1,
    duration: 1,
  });
  let ready: Promise<void> | undefined;
  const whenReady = (): Promise<void> => {
    ready ??= ensureTable(pool, table).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
  return {
    add: async (key, points, until) => {
      await whenReady();
      const customDuration = secondsUntil(until, Date.now()) + GRACE;
      const { consumedPoints } = await limiter.penalty(stored(key), points, { customDuration });
      return consumedPoints;
    },
    close: () => pool.end(),
  };
}
