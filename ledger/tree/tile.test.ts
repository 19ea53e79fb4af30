import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CompactRange } from "./proof/compact-range.ts";
import { hasherFor } from "./hasher.ts";
import { completeNodes, inclusionRanges } from "./proof/range.ts";
import { hashesAtLevel, nodeInTile, placeOf, TILE_HEIGHT } from "./tile.ts";

const sha256 = hasherFor("sha256");

test("every node that a proof needs is folded from the tiles of its tree", () => {
  const leaves = 70_000;
  const tiles = new Map<string, Buffer[]>();
  const nodes = new Map<string, Buffer>();
  const range = new CompactRange(sha256);
  for (let i = 0; i < leaves; i++) {
    range.append(sha256.leaf(Buffer.from(String(i))), (level, index, hash) => {
      nodes.set(`${level}/${index}`, hash);
      if (level % TILE_HEIGHT !== 0) return;
      const { tile } = placeOf({ level, index });
      const key = `${tile.level}/${tile.index}`;
      const hashes = tiles.get(key) ?? [];
      hashes.push(hash);
      tiles.set(key, hashes);
    });
  }
  expect([0, 1, 2].map((level) => hashesAtLevel(level, leaves))).toEqual([70_000, 273, 1]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: leaves }), fc.nat(), (size, a) => {
      for (const node of inclusionRanges(a % size, size).flatMap(completeNodes)) {
        const place = placeOf(node);
        const tile = Buffer.concat(tiles.get(`${place.tile.level}/${place.tile.index}`) ?? []);
        expect(nodeInTile(sha256, tile, place)).toEqual(nodes.get(`${node.level}/${node.index}`));
      }
    }),
    { numRuns: 100 },
  );
});
