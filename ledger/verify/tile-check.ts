import { HASH_BYTES } from "../tree/hasher.ts";
import { hashesAtLevel, TILE_HEIGHT, TILE_WIDTH } from "../tree/tile.ts";
import type { Flaw } from "./flaw.ts";

/** Compares stored tiles with hashes that were derived again. */
export class TileCheck {
  readonly #levels: ReadonlyMap<number, ReadonlyMap<number, Buffer>>;
  readonly #size: number;
  readonly #flaws: Flaw[];

  /** @param levels tiles by level and index; @param size leaves of the tree; @param flaws what is found is added here */
  constructor(levels: ReadonlyMap<number, ReadonlyMap<number, Buffer>>, size: number, flaws: Flaw[]) {
    this.#levels = levels;
    this.#size = size;
    this.#flaws = flaws;
  }

  /** The stored hash of a leaf, null when its tile does not have it. */
  leafHash(index: number): Buffer | null {
    return this.#hash(0, index);
  }

  /** True when the stored hash of leaf `index` is `hash`. */
  leafMatches(index: number, hash: Buffer): boolean {
    const tile = this.#levels.get(0)?.get(Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return (
      tile !== undefined &&
      tile.length >= at + HASH_BYTES &&
      tile.compare(hash, 0, HASH_BYTES, at, at + HASH_BYTES) === 0
    );
  }

  /** Compares a node, if it is one that tiles hold. */
  node(level: number, index: number, hash: Buffer): void {
    if (level % TILE_HEIGHT !== 0) return;
    if (this.#hash(level / TILE_HEIGHT, index)?.equals(hash) === true) return;
    this.#flaws.push({ kind: "TILE_CHANGED", index: index * 2 ** level, level });
  }

  /** Tiles hold exactly the hashes of the tree: not one more. */
  checkExtent(): void {
    for (const [level, tiles] of this.#levels) {
      const hashes = hashesAtLevel(level, this.#size);
      for (const [index, tile] of tiles) {
        const expected = Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
        if (tile.length <= expected * HASH_BYTES) continue;
        const first = (index * TILE_WIDTH + expected) * 2 ** (level * TILE_HEIGHT);
        this.#flaws.push({ kind: "TILE_CHANGED", index: first, level: level * TILE_HEIGHT });
      }
    }
  }

  #hash(level: number, index: number): Buffer | null {
    const tile = this.#levels.get(level)?.get(Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return tile !== undefined && tile.length >= at + HASH_BYTES ? tile.subarray(at, at + HASH_BYTES) : null;
  }
}
