import { within } from "../query/within.ts";
import type pg from "pg";
import type { DisclosureRecord } from "../record.ts";
import { eventRecord } from "../store/event-record.ts";
import { COVERT_TOO_LONG } from "./covert-too-long.ts";
import type { Queryable } from "../store/tile-store.ts";

/** Open until a person explained it (harmless) or confirmed it (misuse). */
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

/** The outcome of settling: done, no open finding has this id, or the finding is about the very officer, app or department that would settle it. */
export type Settlement = "SETTLED" | "NOT_OPEN" | "OWN";

/**
 * Settles an open finding. The decision is a record of the ledger first (kind "workflow"), then the state changes; nobody else
 * settles it meanwhile, so that the log holds no decision that was not carried out. Nobody settles what is about themself, the app through which they settle, or
 * their department.
 */
export async function settleFinding(
  database: pg.Pool,
  append: (record: DisclosureRecord) => Promise<unknown>,
  decision: {
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
  },
): Promise<Settlement> {
  const { id, state, by, app, department, divisions, note } = decision;
  const client = await database.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ caller: string; own: boolean }>(
      `SELECT caller, EXISTS (SELECT FROM ledger.leaves WHERE index = ANY (evidence) AND (officer = $2 OR app = $3 OR department = $4)) AS own
       FROM ledger.findings WHERE id = $1 AND state = 'open'
         AND ($5::text[] IS NULL OR NOT EXISTS (SELECT FROM ledger.leaves WHERE index = ANY (evidence) AND NOT ${within("$5")}))
       FOR UPDATE`,
      [id, by, app, department, divisions ?? null],
    );
    const [found] = rows;
    if (found === undefined) return "NOT_OPEN";
    const about = found.caller.split("/");
    if (found.own || about.includes(by) || about[0] === app) return "OWN";
    const after = JSON.stringify({ state, note });
    await append(eventRecord("workflow", { what: "finding", id, before: "open", after }, { officer: by }));
    await client.query(
      "UPDATE ledger.findings SET state = $2, settled_by = $3, settled_at = now(), note = $4 WHERE id = $1",
      [id, state, by, note],
    );
    await client.query("COMMIT");
    return "SETTLED";
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

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
