import type { ClientBase, Pool } from "pg";
import { LedgerCorrupt } from "../errors.ts";
import { HASH_BYTES, type TreeHasher } from "../tree/hasher.ts";
import type { NodeReader } from "../tree/proof/proof.ts";
import type { Node } from "../tree/proof/range.ts";
import { nodeInTile, placeOf, type TileId } from "../tree/tile.ts";

/** Anything that queries: a pool, or a connection within a transaction. */
export type Queryable = Pick<Pool | ClientBase, "query">;

/** Loads tiles by their identity; those that do not exist are absent from the result. */
export async function loadTiles(database: Queryable, tiles: readonly TileId[]): Promise<ReadonlyMap<string, Buffer>> {
  if (tiles.length === 0) return new Map();
  const { rows } = await database.query<{ level: number; index: string; hashes: Buffer }>(
    `SELECT level, index, hashes FROM ledger.tiles
     WHERE (level, index) IN (SELECT * FROM unnest($1::int[], $2::bigint[]))`,
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index)],
  );
  return new Map(rows.map(({ level, index, hashes }) => [`${level}/${index}`, hashes]));
}

/** A reader for exactly these nodes, loaded with one query. @throws LedgerCorrupt, while reading, when a tile is not there or too short. */
export async function loadNodes(database: Queryable, hasher: TreeHasher, nodes: readonly Node[]): Promise<NodeReader> {
  const tiles = await loadTiles(database, [...new Map(nodes.map((node) => tileOf(node))).values()]);
  return (node) => {
    const place = placeOf(node);
    const hashes = tiles.get(`${place.tile.level}/${place.tile.index}`);
    if (hashes === undefined) throw new LedgerCorrupt(`Tile ${place.tile.level}/${place.tile.index} is missing`);
    if (hashes.length < (place.from + place.count) * HASH_BYTES) {
      throw new LedgerCorrupt(`Tile ${place.tile.level}/${place.tile.index} is too short`);
    }
    return nodeInTile(hasher, hashes, place);
  };
}

function tileOf(node: Node): [string, TileId] {
  const { tile } = placeOf(node);
  return [`${tile.level}/${tile.index}`, tile];
}
