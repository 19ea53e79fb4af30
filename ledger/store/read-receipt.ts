import type { TreeHasher } from "../tree/hasher.ts";
import { inclusionProof } from "../tree/proof.ts";
import { completeNodes, inclusionRanges } from "../tree/range.ts";
import { receiptText } from "../tree/receipt.ts";
import { loadNodes, type Queryable } from "./tile-store.ts";

/** A checkpoint that contains a leaf: cosigned if there is such a one, else the newest. */
interface StoredCheckpoint {
  readonly size: number;
  /** With its cosignatures. */
  readonly note: string;
}

/** The newest checkpoint, with its cosignatures; null before the first. */
export async function newestCheckpoint(database: Queryable): Promise<StoredCheckpoint | null> {
  const { rows } = await database.query<{ size: string; note: string; cosignatures: string }>(
    "SELECT size, note, cosignatures FROM ledger.checkpoints ORDER BY size DESC LIMIT 1",
  );
  return first(rows);
}

/**
 * The receipt of leaf `index` (tlog-proof text), against a cosigned checkpoint if one covers it. Null while the leaf is not
 * integrated yet, when it does not exist, and when retention has dropped its row.
 */
export async function readReceipt(database: Queryable, hasher: TreeHasher, index: number): Promise<string | null> {
  const { rows } = await database.query<{ record: string }>("SELECT record FROM ledger.leaves WHERE index = $1", [
    index,
  ]);
  const [leaf] = rows;
  if (leaf === undefined) return null;
  const checkpoint = await checkpointCovering(database, index);
  if (checkpoint === null) return null;
  const ranges = inclusionRanges(index, checkpoint.size);
  const read = await loadNodes(database, hasher, ranges.flatMap(completeNodes));
  const proof = inclusionProof(hasher, read, index, checkpoint.size);
  return receiptText({ index, leaf: Buffer.from(leaf.record), proof, checkpoint: checkpoint.note });
}

async function checkpointCovering(database: Queryable, index: number): Promise<StoredCheckpoint | null> {
  const { rows } = await database.query<{ size: string; note: string; cosignatures: string }>(
    `SELECT size, note, cosignatures FROM ledger.checkpoints WHERE size > $1
     ORDER BY cosignatures = '', size DESC LIMIT 1`,
    [index],
  );
  return first(rows);
}

function first(rows: readonly { size: string; note: string; cosignatures: string }[]): StoredCheckpoint | null {
  const [row] = rows;
  return row === undefined ? null : { size: Number(row.size), note: row.note + row.cosignatures };
}
