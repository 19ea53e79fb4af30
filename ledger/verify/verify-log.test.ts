import { beforeAll, expect, test } from "@jest/globals";
import { sealLeaf, type Leaf } from "../leaf.ts";
import { LeafReader } from "../read-leaf.ts";
import { TileBuilder, type Tile } from "../store/sign/tile-builder.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { checkpointText } from "../tree/checkpoint.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { hasherFor } from "../tree/hasher.ts";
import { ed25519Signer, ed25519Verifier, generateKey } from "../tree/key.ts";
import { signNote } from "../tree/note.ts";
import type { LogSource, StoredCheckpoint } from "./log-source.ts";
import type { StoredRow } from "./row-decoder.ts";
import { verifyLog, type VerifyReport } from "./verify-log.ts";
import { verifyWindow } from "./verify-window.ts";

const ORIGIN = "hub.example/ledger";
const SIZE = 700;
const CHECKPOINTS = [1, 256, 301, 512, SIZE];
const key = generateKey(ORIGIN);
const sha256 = hasherFor("sha256");
const leaves: Leaf[] = [];
let tiles: readonly Tile[];
let checkpoints: readonly StoredCheckpoint[];

// A log of three windows, in memory: what spans windows is tested here, PostgreSQL elsewhere.
beforeAll(() => {
  const range = new CompactRange(sha256);
  const builder = new TileBuilder();
  const signed: StoredCheckpoint[] = [];
  const record = sampleRecord();
  for (let size = 1; size <= SIZE; size++) {
    const leaf = sealLeaf(record, sha256);
    leaves.push(leaf);
    range.append(sha256.leaf(leaf.bytes), (level, _, hash) => {
      builder.add(level, hash);
    });
    if (!CHECKPOINTS.includes(size)) continue;
    const root = range.root();
    signed.push({
      size,
      root,
      note: signNote(checkpointText({ origin: ORIGIN, size, root }), [ed25519Signer(key.secret)]),
    });
  }
  tiles = builder.take();
  checkpoints = signed;
}, 60_000);

/** The log, with some rows replaced (a leaf) or gone (null) and some tiles replaced. */
function sourceOf(rows = new Map<number, Leaf | null>(), changedTiles: readonly Tile[] = []): LogSource {
  const reader = new LeafReader();
  const stored = new Map([...tiles, ...changedTiles].map((tile) => [`${tile.level}/${tile.index}`, tile]));
  return {
    headSize: () => Promise.resolve(SIZE),
    endOfRows: () => Promise.resolve(SIZE),
    topLevel: () => Promise.resolve(1),
    checkpoints: () => Promise.resolve(checkpoints),
    async *rows(from, to) {
      const group: StoredRow[] = [];
      for (let index = from; index < Math.min(to, SIZE); index++) {
        const leaf = rows.has(index) ? rows.get(index) : leaves[index];
        if (leaf) group.push({ index, record: leaf.bytes, columns: reader.read(leaf.bytes.toString()).columns });
      }
      yield await Promise.resolve(group);
    },
    tiles: (level, first, end) =>
      Promise.resolve(
        new Map(
          [...stored.values()]
            .filter((tile) => tile.level === level && tile.index >= first && tile.index < end)
            .map(({ index, hashes }) => [index, hashes]),
        ),
      ),
  };
}

const verify = (source: LogSource, lanes = 1): Promise<VerifyReport> =>
  verifyLog(source, {
    origin: ORIGIN,
    hasher: sha256,
    logKeys: [ed25519Verifier(key.verifier)],
    windowLevel: 8,
    // As other processes would answer: through structured cloning.
    ...(lanes > 1 && {
      windows: { lanes, run: async (request) => structuredClone(await verifyWindow(source, request)) },
    }),
  });

test.each([1, 2, 5])("a log of several windows passes, %i at a time", async (lanes) => {
  const report = await verify(sourceOf(), lanes);
  expect(report).toMatchObject({ size: SIZE, rows: SIZE, pending: 0, checkpoints: CHECKPOINTS.length, flaws: [] });
  expect(report.root).toEqual(checkpoints.at(-1)?.root);
});

test("the first bad index is named in whatever window it lies", async () => {
  for (const index of [0, 255, 256, 400, SIZE - 1]) {
    const { flaws } = await verify(sourceOf(new Map([[index, sealLeaf(sampleRecord(), sha256)]])), 2);
    expect(flaws).toEqual([{ kind: "RECORD_CHANGED", index }]);
  }
});

test("a gap across the border of two windows, and a dropped beginning longer than one", async () => {
  const gone = (from: number, to: number) =>
    new Map(Array.from({ length: to - from }, (_, i) => [from + i, null] as const));
  const gap = await verify(sourceOf(gone(250, 260)));
  expect(gap.flaws).toEqual([
    { kind: "ROWS_MISSING", index: 250, end: 256 },
    { kind: "ROWS_MISSING", index: 256, end: 260 },
  ]);
  const beginning = await verify(sourceOf(gone(0, 300)), 2);
  expect(beginning.flaws).toEqual([{ kind: "DROPPED_UNLAWFULLY", index: 0, keptFrom: 300 }]);
});

test("a stored hash above the windows is compared too", async () => {
  const top = tiles.find(({ level }) => level === 1);
  const bent = Buffer.from(top?.hashes ?? []);
  bent[40] = (bent[40] ?? 0) ^ 1;
  const { flaws } = await verify(sourceOf(new Map(), [{ level: 1, index: 0, hashes: bent }]), 2);
  expect(flaws).toEqual([{ kind: "TILE_CHANGED", index: 256, level: 8 }]);
});

test("a log of which nothing is left is verified to its end, and a checkpoint from outside tells", async () => {
  const nothing: LogSource = {
    ...sourceOf(),
    headSize: () => Promise.resolve(0),
    endOfRows: () => Promise.resolve(0),
    topLevel: () => Promise.resolve(-1),
    checkpoints: () => Promise.resolve([]),
    tiles: () => Promise.resolve(new Map()),
  };
  const logKeys = [ed25519Verifier(key.verifier)];
  const trusted = [{ source: "kept", note: checkpoints[0]?.note ?? "", verifiers: logKeys }];
  const looked = (kept: typeof trusted) =>
    verifyLog(nothing, { origin: ORIGIN, hasher: sha256, logKeys, trusted: kept });
  expect(await looked([])).toMatchObject({ size: 0, rows: 0, flaws: [] });
  expect((await looked(trusted)).flaws).toMatchObject([{ kind: "TRUNCATED", size: 1 }]);
});

test("L13: a wrong --log-key is the first thing that is told, and not what follows from it", async () => {
  const stranger = [ed25519Verifier(generateKey(ORIGIN).verifier)];
  const { flaws } = await verifyLog(sourceOf(), { origin: ORIGIN, hasher: sha256, logKeys: stranger });
  expect(flaws).toEqual([{ kind: "KEY_UNKNOWN", index: 0, checkpoints: CHECKPOINTS.length }]);
});
