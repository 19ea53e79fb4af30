import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Logger } from "pino";
import type { OutboxRow } from "../../schema/envelope/outbox.ts";
import type { HubEvent } from "./hub-event.ts";

/** Events as the hub's database keeps them, for every gateway that reads it. */
export interface EventStore {
  /** Events after one, in their order, at most a page of them. */
  readonly after: (id: number) => Promise<readonly HubEvent[]>;
  /** The newest event's id; 0 where there is none. */
  readonly newest: () => Promise<number>;
  /** True while every event after this one is kept. */
  readonly isWhole: (id: number) => Promise<boolean>;
  /** Keeps what a department's outbox holds, each row once, in one order with all others. Resolves once that is durable. */
  readonly keep: (department: string, rows: readonly OutboxRow[]) => Promise<void>;
  /** True while it is this gateway's turn to collect a department's events; MUST be asked before each collection. */
  readonly isTurn: (department: string) => Promise<boolean>;
  /** Forgets what is older than seven days. */
  readonly tidy: () => Promise<void>;
  /** Calls at each news of an event, at each new connection, and twice a second: a notification may be lost. @returns what ends it */
  readonly follow: (onNews: () => void) => () => Promise<void>;
  /** Gives up the turns of this gateway and closes the connections. */
  readonly close: () => Promise<void>;
}

/** Milliseconds that one statement may take. */
const PATIENCE = 3_000;

/** Milliseconds between two looks, beside the notifications; and before a connection that broke is made anew. */
const LOOK = 500;

/** Events that are read at a time. */
const EVENT_PAGE = 1_000;

/** The lock under which events get their ids: what has a smaller id is visible earlier. */
const ORDER = 411_100_020;

const COLUMNS = `id::float8 as id, type, department, key, division_code as division, to_char(day, 'YYYY-MM-DD') as day,
  to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;

// One statement is one way there and back; no row comes out of the join, and so none gets an id, before the lock is held.
const KEEP = `
  with ordered as materialized (select pg_advisory_xact_lock(${ORDER}))
  insert into hub_event (department, row, type, key, division_code, day, at)
  select $1, row.id, row.type, row.key, row.division, row.day, row.at
  from ordered
  cross join jsonb_to_recordset($2) as row (id uuid, type text, key text, division text, day date, at timestamptz)
  where row.at > now() - interval '7 days'
  on conflict (department, row) do nothing`;

const TURN = `
  insert into hub_collection as turn (department, holder, until) values ($1, $2, now() + interval '10 seconds')
  on conflict (department) do update set holder = excluded.holder, until = excluded.until
  where turn.holder = excluded.holder or turn.until < now()`;

// The newest of those that are too old stays: it tells whoever asks for what came before it that this is gone.
const TIDY = `
  delete from hub_event where id < (select max(id) from hub_event where kept_at < now() - interval '7 days')`;

const follow = (connectionString: string, onNews: () => void): (() => Promise<void>) => {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      if (client === undefined) void connect();
      else onNews();
      later();
    }, LOOK);
    timer.unref();
  };
  const connect = async (): Promise<void> => {
    const own = new pg.Client({
      connectionString,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      keepAlive: true,
      application_name: "shali-hub-events",
    });
    client = own;
    const lost = (): void => {
      if (client === own) client = undefined;
    };
    own.on("notification", onNews).on("error", lost).on("end", lost);
    try {
      await own.connect();
      await own.query("listen hub_events");
      onNews();
    } catch {
      lost();
      own.end().catch(() => undefined);
    }
  };
  void connect();
  later();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
};

/** Events in the hub's database. Nothing is connected before the first question. */
export function eventsFromDatabase(connectionString: string, logger: Logger): EventStore {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    application_name: "shali-hub-events",
    allowExitOnIdle: true,
  });
  pool.on("error", ({ message }) => {
    logger.warn({ reason: message }, "A connection to the hub's events broke.");
  });
  const holder = randomUUID();
  return {
    after: async (id) => {
      const text = `select ${COLUMNS} from hub_event where id > $1 order by id limit ${EVENT_PAGE}`;
      return (await pool.query<HubEvent>({ name: "events_after", text, values: [id] })).rows;
    },
    newest: async () => {
      const { rows } = await pool.query<{ id: number }>("select coalesce(max(id), 0)::float8 as id from hub_event");
      return rows[0]?.id ?? 0;
    },
    isWhole: async (id) => {
      const { rowCount } = await pool.query(
        "select from hub_event where id > $1 and kept_at < now() - interval '7 days' limit 1",
        [id],
      );
      return rowCount === 0;
    },
    keep: async (department, rows) => {
      await pool.query({ name: "keep_events", text: KEEP, values: [department, JSON.stringify(rows)] });
    },
    isTurn: async (department) => (await pool.query(TURN, [department, holder])).rowCount === 1,
    tidy: async () => {
      await pool.query(TIDY);
    },
    follow: (onNews) => follow(connectionString, onNews),
    close: async () => {
      await pool.query("update hub_collection set until = now() where holder = $1", [holder]).catch(() => undefined);
      await pool.end();
    },
  };
}
