import { openCheckpoint, type Checkpoint } from "../tree/checkpoint.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { HASH_BYTES, hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { TILE_HEIGHT, TILE_WIDTH } from "../tree/tile.ts";
import type { TrustedCheckpoint } from "../verify/verify-log.ts";
import type { RemoteLog } from "./remote-log.ts";

/** The proof of a log's public part, or the first thing that is wrong with it. */
export type RemoteVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly note: string }
  | { readonly ok: false; readonly what: string };

/** Tiles on their way at the same time. */
const LANES = 8;

/**
 * Verifies the public part of a log: its signature, that the hashes of all its leaves give the signed root, every tile above them, and that
 * it continues each trusted checkpoint. It takes one request for 256 leaves. @throws LogUnreachable
 */
export async function verifyRemote(
  log: RemoteLog,
  { logKeys, trusted }: { readonly logKeys: readonly NoteVerifier[]; readonly trusted: readonly TrustedCheckpoint[] },
): Promise<RemoteVerdict> {
  const note = await log.checkpoint();
  const checkpoint = opened(note, logKeys);
  if (checkpoint === null) return { ok: false, what: "the checkpoint is not signed by the log's key" };
  const heads = trusted.map((one) => ({ source: one.source, head: opened(one.note, one.verifiers) }));
  for (const { source, head } of heads) {
    if (head?.origin !== checkpoint.origin) {
      return { ok: false, what: `${source} is not a checkpoint of this log by the expected key` };
    }
    if (head.size > checkpoint.size) {
      return { ok: false, what: `the log ends at ${checkpoint.size}, but ${source} proves ${head.size} leaves` };
    }
  }
  const expected = [...heads.flatMap(({ source, head }) => (head === null ? [] : [{ source, ...head }]))];
  const what = await compare(log, checkpoint, expected);
  return what === null ? { ok: true, checkpoint, note } : { ok: false, what };
}

function opened(note: string, verifiers: readonly NoteVerifier[]): Checkpoint | null {
  try {
    return openCheckpoint(note, verifiers);
  } catch {
    return null;
  }
}

interface Head extends Checkpoint {
  readonly source: string;
}

async function compare(
  log: RemoteLog,
  { origin, size, root }: Checkpoint,
  heads: readonly Head[],
): Promise<string | null> {
  const range = new CompactRange(hasherFor(hashOfOrigin(origin)));
  const upper = new Map<number, Buffer[]>();
  const differs = (): Head | undefined =>
    heads.find((head) => head.size === range.size && !head.root.equals(range.root()));
  for await (const hashes of leafTiles(log, size)) {
    for (let at = 0; at < hashes.length; at += HASH_BYTES) {
      range.append(Buffer.from(hashes.subarray(at, at + HASH_BYTES)), (level, _, hash) => {
        if (level > 0 && level % TILE_HEIGHT === 0) keep(upper, level, hash);
      });
      const head = heads.some((one) => one.size === range.size) ? differs() : undefined;
      if (head !== undefined)
        return `history was rewritten: the root of ${head.size} leaves is not the one in ${head.source}`;
    }
  }
  if (!range.root().equals(root)) return `the hashes of the ${size} leaves do not give the signed root`;
  return compareUpper(log, size, upper);
}

/** The tiles of level 0 in their order, several on their way. */
async function* leafTiles(log: RemoteLog, size: number): AsyncGenerator<Buffer> {
  const underWay: Promise<Buffer>[] = [];
  const tiles = Math.ceil(size / TILE_WIDTH);
  for (let index = 0; index < tiles; index++) {
    const tile = log.tile({ level: 0, index }, size);
    // A lane that fails while an earlier one is awaited must not end the process: it is awaited in its turn.
    tile.catch(() => undefined);
    underWay.push(tile);
    const [oldest] = underWay;
    if (underWay.length >= LANES && oldest) {
      yield await oldest;
      void underWay.shift();
    }
  }
  for (const tile of underWay) yield await tile;
}

async function compareUpper(
  log: RemoteLog,
  size: number,
  upper: ReadonlyMap<number, readonly Buffer[]>,
): Promise<string | null> {
  for (const [treeLevel, hashes] of upper) {
    const level = treeLevel / TILE_HEIGHT;
    for (let index = 0; index * TILE_WIDTH < hashes.length; index++) {
      const own = Buffer.concat(hashes.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH));
      if (!own.equals(await log.tile({ level, index }, size))) {
        return `tile ${level}/${index} does not follow from the leaves below it`;
      }
    }
  }
  return null;
}

function keep(upper: Map<number, Buffer[]>, level: number, hash: Buffer): void {
  const known = upper.get(level);
  if (known === undefined) upper.set(level, [hash]);
  else known.push(hash);
}
