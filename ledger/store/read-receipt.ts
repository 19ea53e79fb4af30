import type { TreeHasher } from "../tree/hasher.ts";
import { inclusionProof } from "../tree/proof/proof.ts";
import { completeNodes, inclusionRanges } from "../tree/proof/range.ts";
import { receiptText } from "../tree/receipt.ts";
import { loadNodes, type Queryable } from "./tile-store.ts";

/** A checkpoint that contains a leaf: cosigned if there is such a one, else the newest. */
export interface StoredCheckpoint {
  readonly size: number;
  /** With its cosignatures. */
  readonly note: string;
}

/** The newest checkpoint, with its cosignatures; null before the first. */
export async function newestCheckpoint(database: Queryable): Promise<StoredCheckpoint | null> {
  const { rows } = await database.query<CheckpointRow>(
    "SELECT size, note, cosignatures FROM ledger.checkpoints ORDER BY size DESC LIMIT 1",
  );
  return first(rows);
}

/**
 * The receipt of leaf `index` (tlog-proof text), against a cosigned checkpoint if one covers it. Null while the leaf is not
 * integrated yet, when it does not exist, and when retention has dropped its row.
 */
export async function readReceipt(database: Queryable, hasher: TreeHasher, index: number): Promise<string | null> {
  return (await readReceipts(database, hasher, [index])).get(index) ?? null;
}

/** The receipts of many leaves, read with four queries whatever their number; leaves without one are absent. */
export async function readReceipts(
  database: Queryable,
  hasher: TreeHasher,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await database.query<{ index: string; record: string }>(
    "SELECT index, record FROM ledger.leaves WHERE index = ANY($1)",
    [indexes],
  );
  const checkpoints = await coveringCheckpoints(database);
  const found = rows.flatMap(({ index, record }) => {
    const at = Number(index);
    const checkpoint = checkpoints.find(({ size }) => size > at);
    return checkpoint === undefined ? [] : [{ index: at, leaf: Buffer.from(record), checkpoint }];
  });
  const ranges = found.flatMap(({ index, checkpoint }) => inclusionRanges(index, checkpoint.size));
  const read = await loadNodes(database, hasher, ranges.flatMap(completeNodes));
  return new Map(
    found.map(({ index, leaf, checkpoint }) => {
      const proof = inclusionProof(hasher, read, index, checkpoint.size);
      return [index, receiptText({ index, leaf, proof, checkpoint: checkpoint.note })];
    }),
  );
}

/** The newest cosigned checkpoint, and the newest of all for the leaves that it does not cover. */
export async function coveringCheckpoints(database: Queryable): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await database.query<CheckpointRow>(
    `SELECT size, note, cosignatures FROM ledger.checkpoints WHERE cosignatures <> '' ORDER BY size DESC LIMIT 1`,
  );
  const newest = await newestCheckpoint(database);
  return [first(rows), newest].filter((checkpoint) => checkpoint !== null);
}

interface CheckpointRow {
  readonly size: string;
  readonly note: string;
  readonly cosignatures: string;
}

function first(rows: readonly CheckpointRow[]): StoredCheckpoint | null {
  const [row] = rows;
  return row === undefined ? null : { size: Number(row.size), note: row.note + row.cosignatures };
}
