import { HASH_BYTES } from "../tree/hasher.ts";
import { hashesAtLevel, TILE_WIDTH, type TileId } from "../tree/tile.ts";
import { newestCheckpoint, type StoredCheckpoint } from "./read-receipt.ts";
import { loadTiles, type Queryable } from "./tile-store.ts";

/** The part of a log that anybody may read: its signed size and root, and hashes. No record can be found from them: a random id blinds each leaf. */
export interface PublicTiles {
  /** The newest signed checkpoint with its cosignatures, a quarter of a second old at most; null before the first. */
  readonly checkpoint: () => Promise<StoredCheckpoint | null>;
  /** The first `width` hashes of a tile; null where the newest checkpoint does not cover them. */
  readonly tile: (tile: TileId, width: number) => Promise<Buffer | null>;
}

/** Milliseconds that a checkpoint is given out again, and the least between two readings whatever is asked. */
const [FRESH_MS, LEAST_MS] = [250, 20] as const;
/** Full tiles remembered, 8 KB each. */
const MOST_TILES = 512;

/** Reads a log for strangers: however many ask, the database is asked for a checkpoint a few times a second and for a full tile once. */
export function publicTiles(database: Queryable): PublicTiles {
  let read: { readonly at: number; readonly found: Promise<StoredCheckpoint | null> } | undefined;
  const full = new Map<string, Buffer>();
  const checkpoint = (mostMs: number): Promise<StoredCheckpoint | null> => {
    const at = performance.now();
    if (read !== undefined && at - read.at < mostMs) return read.found;
    const found = newestCheckpoint(database);
    const reading = { at, found };
    read = reading;
    found.catch(() => {
      if (read === reading) read = undefined;
    });
    return found;
  };
  const covers = async ({ level, index }: TileId, width: number, mostMs: number): Promise<boolean> => {
    const size = (await checkpoint(mostMs))?.size ?? 0;
    return index * TILE_WIDTH + width <= hashesAtLevel(level, size);
  };
  return {
    checkpoint: () => checkpoint(FRESH_MS),
    async tile(tile, width) {
      const key = `${tile.level}/${tile.index}`;
      const known = full.get(key);
      if (known !== undefined) return known.subarray(0, width * HASH_BYTES);
      // Another process of this hub may have given out a newer checkpoint than the one that is remembered here.
      if (!(await covers(tile, width, FRESH_MS)) && !(await covers(tile, width, LEAST_MS))) return null;
      const stored = (await loadTiles(database, [tile])).get(key);
      if (stored === undefined || stored.length < width * HASH_BYTES) throw new RangeError(`Tile ${key} is not whole`);
      if (stored.length === TILE_WIDTH * HASH_BYTES) {
        const [oldest] = full.keys();
        if (full.size >= MOST_TILES && oldest !== undefined) full.delete(oldest);
        full.set(key, stored);
      }
      return stored.subarray(0, width * HASH_BYTES);
    },
  };
}
