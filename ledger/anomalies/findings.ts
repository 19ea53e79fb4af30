import type { DisclosureRecord } from "../record.ts";
import { eventRecord } from "../store/event-record.ts";
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

/** Findings in a state (or in any), newest first, at most `limit`. */
export async function listFindings(
  database: Queryable,
  { state, limit }: { state?: FindingState; limit: number },
): Promise<readonly Finding[]> {
  const { rows } = await database.query<FindingRow>(
    `SELECT id, rule, found_at, caller, summary, evidence, state, settled_by, note FROM ledger.findings
     WHERE $1::text IS NULL OR state = $1 ORDER BY found_at DESC, id LIMIT $2`,
    [state ?? null, limit],
  );
  return rows.map(({ found_at, settled_by, evidence, ...row }) => ({
    ...row,
    foundAt: found_at.toISOString(),
    settledBy: settled_by,
    evidence: evidence.map(Number),
  }));
}

/**
 * Settles an open finding. The decision is a record of the ledger first (kind "workflow"), then the state changes. False when
 * there is no such open finding.
 */
export async function settleFinding(
  database: Queryable,
  append: (record: DisclosureRecord) => Promise<unknown>,
  decision: {
    readonly id: string;
    readonly state: "explained" | "confirmed";
    readonly by: string;
    readonly note: string;
  },
): Promise<boolean> {
  const { id, state, by, note } = decision;
  const { rowCount } = await database.query("SELECT FROM ledger.findings WHERE id = $1 AND state = 'open'", [id]);
  if (rowCount === 0) return false;
  await append(eventRecord("workflow", { what: "finding", id, before: "open", after: state }, { officer: by }));
  const updated = await database.query(
    `UPDATE ledger.findings SET state = $2, settled_by = $3, settled_at = now(), note = $4 WHERE id = $1 AND state = 'open'`,
    [id, state, by, note],
  );
  return updated.rowCount === 1;
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
