import { CompactRange } from "./proof/compact-range.ts";
import { HASH_BYTES, type TreeHasher } from "./hasher.ts";
import type { Node } from "./proof/range.ts";

/** Tree levels per tile, as in C2SP tlog-tiles: a full tile holds 256 hashes. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile. */
export const TILE_WIDTH = 256;

/** A tile: hashes of the nodes of tree level 8 * level, from index 256 * index. Only the last tile of a level is partial. */
export interface TileId {
  readonly level: number;
  readonly index: number;
}

/** The place of a complete node: its tile, and the run of the tile's hashes that it covers. */
export interface NodePlace {
  readonly tile: TileId;
  readonly from: number;
  readonly count: number;
}

/** The place of a node in the tiles; inner nodes of a tile are folded from a run of its hashes. */
export function placeOf({ level, index }: Node): NodePlace {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const first = index * count;
  return {
    tile: { level: tileLevel, index: Math.floor(first / TILE_WIDTH) },
    from: first % TILE_WIDTH,
    count,
  };
}

/** Hashes that the tiles of `level` hold together in a tree of `size` leaves. */
export function hashesAtLevel(level: number, size: number): number {
  return Math.floor(size / 2 ** (TILE_HEIGHT * level));
}

/** The one hash number `at` of a tile. */
function hashInTile(tile: Buffer, at: number): Buffer {
  const hash = tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  if (hash.length !== HASH_BYTES) throw new RangeError(`The tile ends before hash ${at}`);
  return hash;
}

/** The node at a place, folded from its tile. @throws RangeError when the tile is too short. */
export function nodeInTile(hasher: TreeHasher, tile: Buffer, { from, count }: NodePlace): Buffer {
  const range = new CompactRange(hasher);
  for (let at = from; at < from + count; at++) range.append(hashInTile(tile, at));
  return range.root();
}
