import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Logger } from "pino";
import type { QualityEvidence } from "../../schema/envelope/quality.ts";

/** What departments tell of their data, as the hub's database keeps it for the catalogue. */
export interface QualityStore {
  /** True when nobody has asked a department for an hour; it is then this gateway's to ask. */
  readonly isDue: (department: string) => Promise<boolean>;
  /**
   * Keeps an answer in the place of the one before. A type has changed when its counter is another one than before: the moment is the hub's own, as
   * the counter has none. A counter that began anew tells of a change only by what it has counted since.
   */
  readonly keep: (department: string, evidence: QualityEvidence) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Milliseconds that one statement may take. */
const PATIENCE = 3_000;

/** The turn of a gateway while it asks, and after it was answered. */
const [ASKING, ASKED] = ["5 minutes", "1 hour"] as const;

const turnOf = (department: string): string => `quality of ${department}`;

const DUE = `
  insert into hub_collection as turn (department, holder, until) values ($1, $2, now() + interval '${ASKING}')
  on conflict (department) do update set holder = excluded.holder, until = excluded.until where turn.until < now()`;

const DONE = `update hub_collection set until = now() + interval '${ASKED}' where department = $1 and holder = $2`;

const FORGET = "delete from dataset_evidence where department = $1 and type <> all($2::text[])";

const KEEP = `
  insert into dataset_evidence as known (department, type, changes, observed_since, changed_at, seen_at)
  select $1, told.type, told.changes, now(), case when told."asOf" > now() then now() else told."asOf" end, now()
  from jsonb_to_recordset($2) as told (type text, changes numeric, "asOf" timestamptz)
  where told.changes is not null or told."asOf" is not null
  on conflict (department, type) do update set
    changed_at = case
      when excluded.changed_at is not null then excluded.changed_at
      when excluded.changes <> known.changes and excluded.changes > 0 then excluded.seen_at
      else known.changed_at end,
    changes = excluded.changes,
    seen_at = excluded.seen_at`;

const FORGET_CHECKS = "delete from item_check where department = $1";

const KEEP_CHECKS = `
  insert into item_check (department, item, rule, sampled, failed, seen_at)
  select $1, told.item, told.rule, told.sampled, told.failed, now()
  from jsonb_to_recordset($2) as told (item text, rule text, sampled integer, failed integer)`;

/** The hub's database as the store. Nothing is connected before the first question. */
export function qualityFromDatabase(connectionString: string, logger: Logger): QualityStore {
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    application_name: "shali-hub-quality",
    allowExitOnIdle: true,
  });
  pool.on("error", ({ message }) => {
    logger.warn({ reason: message }, "A connection to what is known of data's quality broke.");
  });
  const holder = randomUUID();
  const keep = async (
    client: pg.PoolClient,
    department: string,
    { datasets, checks }: QualityEvidence,
  ): Promise<void> => {
    await client.query("begin");
    await client.query(FORGET, [department, datasets.map(({ type }) => type)]);
    await client.query(KEEP, [department, JSON.stringify(datasets)]);
    await client.query(FORGET_CHECKS, [department]);
    await client.query(KEEP_CHECKS, [department, JSON.stringify(checks)]);
    await client.query(DONE, [turnOf(department), holder]);
    await client.query("commit");
  };
  return {
    isDue: async (department) => (await pool.query(DUE, [turnOf(department), holder])).rowCount === 1,
    keep: async (department, evidence) => {
      const client = await pool.connect();
      try {
        await keep(client, department, evidence);
        client.release();
      } catch (error) {
        // A connection in the middle of a transaction is nobody's to use.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
