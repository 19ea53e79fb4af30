import { hash } from "node:crypto";
import type { Queryable } from "../store/tile-store.ts";
import type { Suspicion } from "./rule.ts";

/**
 * Keeps what a rule found in a window. It is the same finding when rule, caller and what it is about are: a window that is looked at
 * again while it fills finds nothing twice. An open one grows with what it is about; one that was settled is asked again, as a new
 * finding, once there is twice as much of it: an explanation in the morning does not cover the day. Gives the number of new ones.
 */
export async function keepFinding(
  database: Queryable,
  rule: string,
  { from }: { readonly from: string },
  suspicion: Suspicion,
): Promise<number> {
  for (let times = 1; ; times++) {
    const id = idOf(rule, from, suspicion, times);
    if (await insert(database, id, rule, suspicion)) return 1;
    const { rows } = await database.query<{ state: string; known: number }>(
      "SELECT state, cardinality(evidence) AS known FROM ledger.findings WHERE id = $1",
      [id],
    );
    const [found] = rows;
    if (found?.state === "open") return grow(database, id, suspicion);
    if (suspicion.evidence.length < 2 * (found?.known ?? 0)) return 0;
  }
}

function idOf(rule: string, from: string, { caller, about }: Suspicion, times: number): string {
  const parts = [rule, caller, from, about ?? null, ...(times === 1 ? [] : [times])];
  return hash("sha256", JSON.stringify(parts), "hex").slice(0, 32);
}

async function insert(
  database: Queryable,
  id: string,
  rule: string,
  { caller, summary, evidence }: Suspicion,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence) VALUES ($1, $2, now(), $3, $4, $5)
     ON CONFLICT (id) DO NOTHING`,
    [id, rule, caller, summary, evidence],
  );
  return rowCount === 1;
}

async function grow(database: Queryable, id: string, { summary, evidence }: Suspicion): Promise<0> {
  await database.query(
    `UPDATE ledger.findings SET summary = $2, evidence = $3
     WHERE id = $1 AND state = 'open' AND (summary, evidence) IS DISTINCT FROM ($2, $3::bigint[])`,
    [id, summary, evidence],
  );
  return 0;
}
