import type { Queryable } from "../store/tile-store.ts";
import type { LoggedRecord } from "../record.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { readFileGrant, readGround } from "./ground.ts";
import { isWorkflowAccess, readStatement } from "./statement.ts";

/** Disclosures joined with the grants behind them. */
export interface GrantsReport {
  readonly grounds: number;
  /** Grants that a file gave and nobody approved in the workflow. */
  readonly fromFiles: number;
  /** Disclosures under a hash that leads to no approved grant, in words. */
  readonly unknown: readonly string[];
}

/** Each source with the index of the first leaf that states it. */
type Stated = ReadonlyMap<string, number>;

interface Known {
  readonly grounds: ReadonlyMap<string, { readonly index: number; readonly sources: readonly string[] }>;
  readonly stated: Stated;
  readonly fromFiles: ReadonlySet<string>;
}

const readKnown = async (client: Queryable, verifiers: readonly NoteVerifier[]): Promise<Known> => {
  const { rows } = await client.query<{ index: string; record: string }>(
    "SELECT index, record FROM ledger.leaves WHERE kind = 'grant-change' ORDER BY index",
  );
  const grounds = new Map<string, { index: number; sources: readonly string[] }>();
  const stated = new Map<string, number>();
  const fromFiles = new Set<string>();
  for (const { index, record } of rows) {
    const leaf = JSON.parse(record) as LoggedRecord;
    const ground = readGround(leaf);
    if (ground && !grounds.has(ground.hash))
      grounds.set(ground.hash, { index: Number(index), sources: ground.sources });
    const statement = readStatement(leaf, verifiers);
    const source = statement?.hash ? `${statement.id} ${statement.hash}` : readFileGrant(leaf);
    if (source === undefined) continue;
    if (!statement) fromFiles.add(source);
    if (!stated.has(source)) stated.set(source, Number(index));
  }
  return { grounds, stated, fromFiles };
};

const isKnown = (source: string, before: number, stated: Stated): boolean => {
  const [grant = "", hash = ""] = source.split(" ");
  return isWorkflowAccess(grant, hash) || (stated.get(source) ?? Infinity) < before;
};

/**
 * Joins the disclosures of the log with grants: each names a ground, which names grants, each of which the sharing service has
 * stated and signed before the first disclosure, or a file has given.
 */
export async function disclosuresOutsideGrants(
  client: Queryable,
  verifiers: readonly NoteVerifier[],
): Promise<GrantsReport> {
  const { grounds, stated, fromFiles } = await readKnown(client, verifiers);
  const { rows } = await client.query<{ hash: string | null; first: string; count: string }>(
    `SELECT substring(record FROM '"grantHash":"([^"]*)"') AS hash, min(index) AS first, count(*) AS count
     FROM ledger.leaves WHERE kind IN ('disclosure', 'audit-read') AND decision <> 'RECORDED' GROUP BY 1 ORDER BY 2`,
  );
  const unknown = rows.flatMap(({ hash, first, count }) => {
    const ground = hash === null ? undefined : grounds.get(hash);
    const told = `index ${first}: ${count} disclosures under ${hash ?? "no hash"}`;
    if (!ground || ground.index > Number(first)) return [`${told}, which no record leads to a grant`];
    const missing = ground.sources.filter((source) => !isKnown(source, Number(first), stated));
    return missing.length === 0 ? [] : [`${told}, by grants that nobody approved: ${missing.join(", ")}`];
  });
  return { grounds: grounds.size, fromFiles: fromFiles.size, unknown };
}
