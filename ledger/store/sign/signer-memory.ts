import type { ClientBase } from "pg";
import { readIfPresent, replaceFile } from "../../durable-file.ts";
import { LedgerCorrupt } from "../../errors.ts";
import { parseCheckpointText, checkpointText, type Checkpoint } from "../../tree/checkpoint.ts";
import type { CompactRange } from "../../tree/proof/compact-range.ts";
import type { TreeHasher } from "../../tree/hasher.ts";
import { rangeHash } from "../../tree/proof/proof.ts";
import { completeNodes } from "../../tree/proof/range.ts";
import { loadNodes } from "../tile-store.ts";

/**
 * A signer's last signature, kept beside its key and out of reach of whoever owns the database: rows, tiles and checkpoints may all be
 * made to agree there, but not with this.
 */
export interface SignerMemory {
  /** null before the first signature. @throws LedgerCorrupt when it cannot be read or is of another log */
  readonly last: () => Promise<Checkpoint | null>;
  /** Resolves once it is on disk (fsync). The signature MUST NOT leave before. */
  readonly keep: (checkpoint: Checkpoint) => Promise<void>;
}

/** A memory in a file: the text of the checkpoint that was signed last, and on a fourth line when. */
export function signerMemory(file: string, origin: string): SignerMemory {
  return {
    async last() {
      const text = await readIfPresent(file);
      if (text === null) return null;
      const last = parsed(text);
      if (last?.origin !== origin) throw new LedgerCorrupt(`${file} is not what the signer of ${origin} signed last`);
      return last;
    },
    keep: (checkpoint) => replaceFile(file, `${checkpointText(checkpoint)}${new Date().toISOString()}\n`),
  };
}

function parsed(text: string): Checkpoint | null {
  try {
    return parseCheckpointText(text.split("\n").slice(0, 3).join("\n") + "\n");
  } catch {
    return null;
  }
}

/** Leaves read together. */
const BATCH = 8192;

/**
 * True when the database's tree contains what was signed or cosigned before. A checkpoint that is ahead of the tree as far as it is
 * integrated is of a signature that did not leave: the rows have to give it again. False: the log was rewritten, cut off, or an older copy
 * put back.
 */
export async function containsCheckpoint(
  client: ClientBase,
  hasher: TreeHasher,
  range: CompactRange,
  { size, root }: Checkpoint,
): Promise<boolean> {
  const found = size <= range.size ? await rootAt(client, hasher, size) : await rootAhead(client, hasher, range, size);
  return found?.equals(root) === true;
}

async function rootAt(client: ClientBase, hasher: TreeHasher, size: number): Promise<Buffer> {
  const all = { begin: 0, end: size };
  return rangeHash(hasher, await loadNodes(client, hasher, completeNodes(all)), all);
}

/** null when there are not so many rows. */
async function rootAhead(
  client: ClientBase,
  hasher: TreeHasher,
  range: CompactRange,
  size: number,
): Promise<Buffer | null> {
  const ahead = range.fork();
  while (ahead.size < size) {
    const { rows } = await client.query<{ index: string; record: string }>(
      "SELECT index, record FROM ledger.leaves WHERE index >= $1 AND index < $2 ORDER BY index LIMIT $3",
      [ahead.size, size, BATCH],
    );
    if (rows.length === 0) return null;
    for (const { index, record } of rows) {
      if (Number(index) !== ahead.size) return null;
      ahead.append(hasher.leaf(Buffer.from(record)));
    }
  }
  return ahead.root();
}
