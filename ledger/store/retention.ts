import type { Queryable } from "./tile-store.ts";
import { ClocksDisagree } from "../errors.ts";
import type { DisclosureRecord } from "../record.ts";
import { cosignedTimes } from "../tree/cosignature.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { eventRecord } from "./event-record.ts";
import type { LedgerEvents } from "./events.ts";
import { retentionBoundary, SEEN_SOON_MS, type RetentionStatement } from "./retention-statement.ts";

const EVERY_MS = 6 * 60 * 60 * 1000;

/** Milliseconds by which two clocks may differ. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** By what retention tells the time. */
export interface RetentionClocks {
  /** The ledger's witnesses. With any, rows go only once a cosigned checkpoint covers them, and by the time of that cosignature. */
  readonly witnesses?: readonly NoteVerifier[];
  /** This process's clock, milliseconds since 1970; it decides nothing, and MUST agree with the database's. */
  readonly now?: () => number;
}

/**
 * Drops the monthly partitions that lie wholly before the boundary, if their leaves are a beginning of the log: first the
 * statement is appended (a leaf itself), then the rows go. Tiles and checkpoints stay, so every proof of what remains stays.
 * The boundary is reckoned from the database's clock, or from the newest cosignature where there are witnesses, whichever is earlier. What
 * the rows say of their own time is a gateway's word: they go only if a checkpoint of that time contains them, which a witness saw then.
 * Rows from before the first of these witnesses began wait until that is long enough ago. Rows from the oldest evidence of an open finding on
 * are held, and what the log held when a matter was filed that is still open.
 * Gives the statement, or null when there was nothing to drop. @throws ClocksDisagree, before anything is dropped
 */
export async function dropExpired(
  database: Queryable,
  append: (record: DisclosureRecord) => Promise<unknown>,
  { months, witnesses = [], now = Date.now }: { months: number } & RetentionClocks,
): Promise<RetentionStatement | null> {
  const time = await databaseTime(database, now);
  const covered = await coveredBy(database, witnesses, time);
  if (covered === null) return null;
  const due = retentionBoundary(new Date(Math.min(time, covered.time)), months);
  const held = await Promise.all([heldByFindings(database), heldByMatters(database, months)]);
  const boundary = new Date(Math.min(due.getTime(), ...held));
  if (!(await hasExpired(database, boundary))) return null;
  const { rows } = await database.query<{ kept: string; gone: string | null }>(
    `SELECT (SELECT coalesce(min(index), (SELECT size FROM ledger.head)) FROM ledger.leaves WHERE time >= $1) AS kept,
            (SELECT max(index) FROM ledger.leaves WHERE time < $1) AS gone`,
    [boundary],
  );
  const keptFrom = Number(rows[0]?.kept);
  const gone = rows[0]?.gone ?? null;
  // A clock that was set back can leave an old-looking record among newer ones: then its month waits with them.
  if (gone === null || Number(gone) >= keptFrom || covered.size < keptFrom) return null;
  if (!(await areThatOld(database, keptFrom, boundary, witnesses))) return null;
  const statement = { keptFrom, boundary: boundary.toISOString(), months };
  const change = { what: "retention", id: "ledger", before: null, after: JSON.stringify(statement) };
  await append(eventRecord("policy-change", change, { time: new Date(time).toISOString() }));
  await database.query("SELECT ledger.drop_months($1)", [boundary]);
  return statement;
}

/**
 * Start of the month of the oldest record that is evidence of a finding nobody has settled: from there on rows are held, however old they
 * are (milliseconds since 1970; infinity without one). The months of retention are a minimum.
 */
async function heldByFindings(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ oldest: Date | null }>(
    `SELECT min(time) AS oldest FROM ledger.leaves
     WHERE index = ANY (SELECT unnest(evidence) FROM ledger.findings WHERE state = 'open')`,
  );
  const oldest = rows[0]?.oldest ?? null;
  return oldest === null ? Infinity : retentionBoundary(oldest, 0).getTime();
}

/** Matters whose evidence is held until they are closed: what of the workflow's records names them, and the states that close them. */
export const HELD_MATTERS: Readonly<Record<string, readonly string[]>> = {
  correction: ["UPHELD", "REJECTED"],
  dispute: ["SETTLED", "DECIDED", "WITHDRAWN"],
  incident: ["CLOSED"],
};

/**
 * The first month that is held for a matter which the log says is open (milliseconds since 1970; infinity without one). Nobody knows
 * beforehand which records are its evidence, so all are kept that had not expired when it was filed. The workflow's leaves tell what is open.
 * @law 政务数据共享条例第二十六条 [T] 校核申请办结之前，提出之时尚存的记录不因保存期届满而清除
 * @law 政务数据共享条例第二十八条 [T] 争议办结之前，提出之时尚存的记录不因保存期届满而清除
 * @law 数据安全法第二十九条 [T] 数据安全事件办结之前，立案之时尚存的记录不因保存期届满而清除
 */
async function heldByMatters(database: Queryable, months: number): Promise<number> {
  const { rows } = await database.query<{ filed: Date | null }>(
    `SELECT min(filed) AS filed FROM (
       SELECT min(time) AS filed, what, (array_agg(after ORDER BY index DESC))[1] AS state
       FROM (SELECT index, time, change->>'what' AS what, change->>'id' AS id, change->>'after' AS after
             FROM ledger.leaves, LATERAL (SELECT record::json->'change' AS change) AS changed
             WHERE kind = 'workflow' AND kind <> 'disclosure') AS step
       WHERE what = ANY ($1) AND after IS NOT NULL
       GROUP BY what, id
     ) AS matter WHERE NOT what || ' ' || state = ANY ($2)`,
    [
      Object.keys(HELD_MATTERS),
      Object.entries(HELD_MATTERS).flatMap(([what, closed]) => closed.map((state) => `${what} ${state}`)),
    ],
  );
  const filed = rows[0]?.filed ?? null;
  return filed === null ? Infinity : retentionBoundary(filed, months).getTime();
}

/** The database's time. @throws ClocksDisagree when this process's clock tells another. */
async function databaseTime(database: Queryable, now: () => number): Promise<number> {
  const before = now();
  const { rows } = await database.query<{ time: Date }>("SELECT clock_timestamp() AS time");
  const time = rows[0]?.time.getTime() ?? Number.NaN;
  const apart = Math.max(before - time, time - now());
  if (apart <= TOLERANCE_MS) return time;
  throw new ClocksDisagree(`The database's clock and this process's are ${Math.round(apart / 1000)} s apart`);
}

/**
 * True when the rows before `keptFrom` are as old as they say, whatever clock a gateway had: a checkpoint that contains them was signed
 * by the boundary, where there are witnesses one of them had seen it by then, and none saw the log without some of them after it.
 */
async function areThatOld(
  database: Queryable,
  keptFrom: number,
  boundary: Date,
  witnesses: readonly NoteVerifier[],
): Promise<boolean> {
  const soon = boundary.getTime() + SEEN_SOON_MS;
  const signed = await database.query("SELECT FROM ledger.checkpoints WHERE size >= $1 AND signed_at < $2 LIMIT 1", [
    keptFrom,
    new Date(soon),
  ]);
  if (signed.rowCount === 0) return false;
  const { rows } = await database.query<{ size: string; note: string }>(
    "SELECT size, note || cosignatures AS note FROM ledger.checkpoints WHERE cosignatures <> ''",
  );
  const seen = rows.flatMap(({ size, note }) =>
    cosignedTimes(note, witnesses).map((time) => ({ size: Number(size), time: time * 1000 })),
  );
  if (seen.some(({ size, time }) => size < keptFrom && time >= boundary.getTime())) return false;
  return witnesses.length === 0 || seen.some(({ size, time }) => size >= keptFrom && time < soon);
}

/** The size that outsiders have seen, and when; of the newest checkpoint where there are no witnesses. @throws ClocksDisagree */
async function coveredBy(
  database: Queryable,
  witnesses: readonly NoteVerifier[],
  time: number,
): Promise<{ readonly size: number; readonly time: number } | null> {
  const { rows } = await database.query<{ size: string; note: string }>(
    `SELECT size, note || cosignatures AS note FROM ledger.checkpoints
     WHERE $1 OR cosignatures <> '' ORDER BY size DESC LIMIT 1`,
    [witnesses.length === 0],
  );
  const [newest] = rows;
  if (newest === undefined) return null;
  if (witnesses.length === 0) return { size: Number(newest.size), time };
  const times = cosignedTimes(newest.note, witnesses);
  if (times.length === 0) return null;
  // The earliest of several witnesses: none of them alone makes rows expire.
  const cosigned = Math.min(...times) * 1000;
  if (Math.max(...times) * 1000 > time + TOLERANCE_MS)
    throw new ClocksDisagree("A witness's clock is ahead of the database's");
  return { size: Number(newest.size), time: cosigned };
}

/** Runs `dropExpired` at once and four times a day, in any process: a second one finds nothing left. Makes the coming months, too. */
export function startRetention(
  database: Queryable,
  append: (record: DisclosureRecord) => Promise<unknown>,
  {
    retentionMonths,
    events,
    ...clocks
  }: { readonly retentionMonths: number; readonly events: LedgerEvents } & RetentionClocks,
): { close(): Promise<void> } {
  const run = async (): Promise<void> => {
    try {
      await database.query("SELECT ledger.ensure_month(now()), ledger.ensure_month(now() + interval '1 month')");
      await dropExpired(database, append, { months: retentionMonths, ...clocks });
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

async function hasExpired(database: Queryable, boundary: Date): Promise<boolean> {
  const { rowCount } = await database.query(
    `SELECT FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'ledger.leaves'::regclass AND relname ~ '^leaves_[0-9]{4}_[0-9]{2}$' AND relname < $1
     LIMIT 1`,
    [`leaves_${boundary.toISOString().slice(0, 7).replace("-", "_")}`],
  );
  return rowCount === 1;
}
