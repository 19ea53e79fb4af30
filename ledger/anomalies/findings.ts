import { within } from "../query/within.ts";
import type pg from "pg";
import type { DisclosureRecord } from "../record.ts";
import { eventRecord } from "../store/event-record.ts";
import { COVERT_TOO_LONG } from "./covert-too-long.ts";
import { LONE_ADMINISTRATOR } from "./lone-administrator.ts";
import type { Queryable } from "../store/tile-store.ts";

/** Open until a person explained it (harmless) or confirmed it (misuse); some until two did, of different departments. */
export type FindingState = "open" | "explained" | "confirmed";

/** A suspicion that was kept, and what became of it. */
export interface Finding {
  readonly id: string;
  readonly rule: string;
  /** ISO 8601. */
  readonly foundAt: string;
  readonly caller: string;
  readonly summary: string;
  readonly evidence: readonly number[];
  readonly state: FindingState;
  readonly settledBy: string | null;
  readonly note: string | null;
}

interface Wanted {
  readonly state?: FindingState;
  readonly limit: number;
  readonly covert?: "withheld" | "shown";
  /** Division prefixes; a finding is told only when all that it rests on reaches into them. Absent: of everywhere. */
  readonly divisions?: readonly string[] | undefined;
}

/**
 * Findings in a state (or in any), newest first, at most `limit`. Those that rest on records of a covert investigation that is not lifted
 * tell of it, and are withheld unless `covert` is "shown"; that one goes on too long names none of it, and is told to every auditor.
 */
export async function listFindings(
  database: Queryable,
  { state, limit, covert = "withheld", divisions }: Wanted,
): Promise<readonly Finding[]> {
  const { rows } = await database.query<FindingRow>(
    `SELECT id, rule, found_at, caller, summary, evidence, state, settled_by, note FROM ledger.findings
     WHERE ($1::text IS NULL OR state = $1) AND ($3 OR rule = $4 OR NOT EXISTS (
       SELECT FROM ledger.leaves WHERE index = ANY (evidence) AND covert IS NOT NULL AND NOT ledger.is_lifted(covert)))
     AND ($5::text[] IS NULL OR NOT EXISTS (SELECT FROM ledger.leaves WHERE index = ANY (evidence) AND NOT ${within("$5")}))
     ORDER BY found_at DESC, id LIMIT $2`,
    [state ?? null, limit, covert === "shown", COVERT_TOO_LONG, divisions ?? null],
  );
  return rows.map(({ found_at, settled_by, evidence, ...row }) => ({
    ...row,
    foundAt: found_at.toISOString(),
    settledBy: settled_by,
    evidence: evidence.map(Number),
  }));
}

/**
 * The outcome of settling: done; half done, where auditors of two departments have to; no open finding has this id; the finding is about the very
 * officer, app or department that would settle it; or that department came to the same conclusion before.
 */
export type Settlement = "SETTLED" | "FIRST_HAND" | "NOT_OPEN" | "OWN" | "SAME_HAND";

/** An auditor's decision on a finding. */
export interface FindingDecision {
  readonly id: string;
  readonly state: "explained" | "confirmed";
  readonly by: string;
  /** Department of the officer who settles. */
  readonly department: string;
  /** Division prefixes of the officer's area; a finding beyond them is none to the officer. Absent: everywhere. */
  readonly divisions?: readonly string[] | undefined;
  /** App through which it is settled. */
  readonly app: string;
  readonly note: string;
}

/** Rules whose findings auditors of two departments settle, each for themself: what they find was done by a single hand. */
const BY_TWO_HANDS: ReadonlySet<string> = new Set([LONE_ADMINISTRATOR]);

/**
 * Settles an open finding. The decision is a record of the ledger first (kind "workflow"), then the state changes; nobody else
 * settles it meanwhile, so that the log holds no decision that was not carried out. Nobody settles what is about themself, the app through which they settle, or
 * their department. Where two hands are needed, the finding stays open until the last conclusions of two departments agree.
 */
export async function settleFinding(
  database: pg.Pool,
  append: (record: DisclosureRecord) => Promise<unknown>,
  decision: FindingDecision,
): Promise<Settlement> {
  const { id, state, by, app, department, note } = decision;
  const client = await database.connect();
  try {
    await client.query("BEGIN");
    const found = await findOpen(client, decision);
    if (found === undefined) return "NOT_OPEN";
    const about = found.caller.split("/");
    if (found.own || about.includes(by) || about[0] === app) return "OWN";
    const isByTwo = BY_TWO_HANDS.has(found.rule);
    const concluded = isByTwo ? await conclusionsOn(client, decision, found.found_at) : new Map<string, string>();
    if (concluded.get(department) === state) return "SAME_HAND";
    const after = JSON.stringify({ state, note });
    const who = { officer: by, department, app };
    await append(eventRecord("workflow", { what: "finding", id, before: "open", after }, who));
    concluded.delete(department);
    const isSettled = !isByTwo || [...concluded.values()].includes(state);
    await client.query(
      "UPDATE ledger.findings SET state = $2, settled_by = $3, settled_at = now(), note = $4 WHERE id = $1",
      [id, isSettled ? state : "open", by, note],
    );
    await client.query("COMMIT");
    return isSettled ? "SETTLED" : "FIRST_HAND";
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

/** The open finding, locked, and whether it rests on what the officer, app or department did. */
async function findOpen(client: pg.ClientBase, { id, by, app, department, divisions }: FindingDecision) {
  const { rows } = await client.query<{ rule: string; found_at: Date; caller: string; own: boolean }>(
    `SELECT rule, found_at, caller,
       EXISTS (SELECT FROM ledger.leaves WHERE index = ANY (evidence) AND (officer = $2 OR app = $3 OR department = $4)) AS own
     FROM ledger.findings WHERE id = $1 AND state = 'open'
       AND ($5::text[] IS NULL OR NOT EXISTS (SELECT FROM ledger.leaves WHERE index = ANY (evidence) AND NOT ${within("$5")}))
     FOR UPDATE`,
    [id, by, app, department, divisions ?? null],
  );
  return rows[0];
}

/** The last conclusion of each department on a finding, from the log itself: nothing else is believed of a first hand. */
async function conclusionsOn(
  client: pg.ClientBase,
  { id }: FindingDecision,
  foundAt: Date,
): Promise<Map<string, string>> {
  const since = new Date(foundAt.getTime() - CLOCKS_MS).toISOString();
  const { rows } = await client.query<{ department: string; after: string }>(
    `SELECT department, change ->> 'after' AS after FROM ledger.leaves, LATERAL (SELECT record::json -> 'change' AS change) AS said
     WHERE kind = 'workflow' AND time >= $2 AND department IS NOT NULL AND change ->> 'what' = 'finding' AND change ->> 'id' = $1
     ORDER BY index`,
    [id, since],
  );
  return new Map(rows.map(({ department, after }) => [department, (JSON.parse(after) as { state: string }).state]));
}

/** Clocks of the hub's processes differ by no more. */
const CLOCKS_MS = 3600_000;

interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly found_at: Date;
  readonly caller: string;
  readonly summary: string;
  readonly evidence: readonly string[];
  readonly state: FindingState;
  readonly settled_by: string | null;
  readonly note: string | null;
}
