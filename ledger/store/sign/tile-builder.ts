import { HASH_BYTES } from "../../tree/hasher.ts";
import { hashesAtLevel, TILE_HEIGHT, TILE_WIDTH, type TileId } from "../../tree/tile.ts";

/** A tile as it is to be stored: partial only when it is the last of its level. */
export interface Tile extends TileId {
  readonly hashes: Buffer;
}

/** The partial tiles at the right edge of a tree, which a growing tree fills. */
export class TileBuilder {
  readonly #levels: { index: number; hashes: Buffer[] }[] = [];
  #changed = new Map<string, Tile>();

  /** Resumes from the partial tiles of a tree of `size` leaves; `partial` gives their hashes. */
  constructor(size = 0, partial: (tile: TileId) => Buffer = () => Buffer.alloc(0)) {
    for (const { tile, count } of partialTiles(size)) {
      const bytes = partial(tile);
      const hashes = Array.from({ length: count }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
      this.#levels[tile.level] = { index: tile.index, hashes };
    }
  }

  /** Takes a node that became complete, in the order in which a compact range tells of them. */
  add(level: number, hash: Buffer): void {
    if (level % TILE_HEIGHT !== 0) return;
    const tileLevel = level / TILE_HEIGHT;
    const tile = (this.#levels[tileLevel] ??= { index: 0, hashes: [] });
    tile.hashes.push(hash);
    if (tile.hashes.length < TILE_WIDTH) return;
    this.#keep(tileLevel, tile);
    this.#levels[tileLevel] = { index: tile.index + 1, hashes: [] };
  }

  /** The tiles that changed since the last call. */
  take(): readonly Tile[] {
    for (const [level, tile] of this.#levels.entries()) if (tile.hashes.length > 0) this.#keep(level, tile);
    const changed = [...this.#changed.values()];
    this.#changed = new Map();
    return changed;
  }

  #keep(level: number, { index, hashes }: { index: number; hashes: readonly Buffer[] }): void {
    this.#changed.set(`${level}/${index}`, { level, index, hashes: Buffer.concat(hashes) });
  }
}

/** The partial tiles of a tree of `size` leaves, lowest level first; a level without one is present with count 0. */
export function partialTiles(size: number): readonly { tile: TileId; count: number }[] {
  const tiles: { tile: TileId; count: number }[] = [];
  for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
    const hashes = hashesAtLevel(level, size);
    tiles.push({ tile: { level, index: Math.floor(hashes / TILE_WIDTH) }, count: hashes % TILE_WIDTH });
  }
  return tiles;
}
