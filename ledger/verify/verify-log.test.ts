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
import { verifyLog, type VerifyOptions, type VerifyReport } from "./verify-log.ts";
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

const logKeys = [ed25519Verifier(key.verifier)];
const leafColumns = () => new LeafReader().read(leaves[0]?.bytes.toString() ?? "").columns;

const verify = (source: LogSource, lanes = 1): Promise<VerifyReport> =>
  verifyLog(source, {
    origin: ORIGIN,
    hasher: sha256,
    logKeys,
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
  const trusted = [{ source: "kept", note: checkpoints[0]?.note ?? "", verifiers: logKeys }];
  const looked = (kept: typeof trusted) =>
    verifyLog(nothing, { origin: ORIGIN, hasher: sha256, logKeys, trusted: kept });
  expect(await looked([])).toMatchObject({ size: 0, rows: 0, flaws: [] });
  expect((await looked(trusted)).flaws).toMatchObject([{ kind: "TRUNCATED", size: 1 }]);
});

const flawsOf = async (source: Partial<LogSource>, options: Partial<VerifyOptions> = {}) => {
  const all = { origin: ORIGIN, hasher: sha256, logKeys, windowLevel: 8, ...options } as const;
  return (await verifyLog({ ...sourceOf(), ...source }, all)).flaws;
};
const rootOf = (hashes: readonly Buffer[]): Buffer => {
  const range = new CompactRange(sha256);
  for (const hash of hashes) range.append(hash);
  return range.root();
};
const rootAt = (size: number): Buffer => rootOf(leaves.slice(0, size).map(({ bytes }) => sha256.leaf(bytes)));
const signedAt = (size: number, { root = rootAt(size), origin = ORIGIN, by = key } = {}): StoredCheckpoint => {
  const note = signNote(checkpointText({ origin, size, root }), [ed25519Signer(by.secret)]);
  return { size, root, note };
};
const kept = (checkpoint: StoredCheckpoint, source = "kept") => ({ source, note: checkpoint.note, verifiers: logKeys });

test("a history that was rewritten with all its tiles is told from the last size on that was signed as it is", async () => {
  const range = new CompactRange(sha256);
  const builder = new TileBuilder();
  const rewritten = new Map([[400, sealLeaf(sampleRecord(), sha256)]]);
  for (const [index, leaf] of leaves.entries()) {
    range.append(sha256.leaf((rewritten.get(index) ?? leaf).bytes), (level, _, hash) => {
      builder.add(level, hash);
    });
  }
  const source = sourceOf(rewritten, builder.take());
  const differs = (size: number, from: string) => ({ kind: "ROOT_DIFFERS", index: 301, size, source: from });
  const stored = (size: number) => `the stored checkpoint of ${size} leaves`;
  const { flaws, root } = await verify(source, 2);
  expect(flaws).toEqual([differs(512, stored(512)), differs(SIZE, stored(SIZE))]);
  expect(root).toEqual(range.root());
  // The log signs what it rewrote: who kept a checkpoint tells.
  const checkpoints = () => Promise.resolve([signedAt(301), signedAt(SIZE, { root: range.root() })]);
  expect(await flawsOf({ ...source, checkpoints })).toEqual([]);
  const trusted = [kept(signedAt(301), "another"), kept(signedAt(512))];
  expect(await flawsOf({ ...source, checkpoints }, { trusted })).toEqual([differs(512, "kept")]);
});

test("a stored checkpoint that the log did not sign, or that says something else, is told; the others count", async () => {
  const stranger = generateKey(ORIGIN);
  const others = [
    signedAt(301, { by: stranger }),
    signedAt(301, { origin: "hub.other/ledger" }),
    { ...signedAt(301), size: 302 },
    { ...signedAt(301), root: rootAt(300) },
    { ...signedAt(301), note: "x" },
  ];
  for (const other of others) {
    const checkpoints = () => Promise.resolve([signedAt(256), other, signedAt(SIZE)]);
    const { size } = other;
    expect(await flawsOf({ checkpoints })).toEqual([{ kind: "CHECKPOINT_INVALID", index: size - 1, size }]);
  }
  // A key signed all of them that nobody gave: what follows from that is not told beside it.
  const checkpoints = () => Promise.resolve([signedAt(256, { by: stranger }), signedAt(SIZE, { by: stranger })]);
  expect(await flawsOf({ checkpoints })).toEqual([{ kind: "KEY_UNKNOWN", index: 0, checkpoints: 2 }]);
});

test("a checkpoint that was kept is by the expected key and of this log, or told; one of more leaves tells what is gone", async () => {
  const none = [{ kind: "TRUSTED_INVALID", index: 0, source: "kept" }];
  const strangers = [signedAt(301, { by: generateKey(ORIGIN) }), signedAt(301, { origin: "hub.other/ledger" })];
  for (const other of [...strangers, { ...signedAt(301), note: "x" }])
    expect(await flawsOf({}, { trusted: [kept(signedAt(2)), kept(other)] })).toEqual(none);
  const more = [...leaves.map(({ bytes }) => sha256.leaf(bytes)), sha256.leaf(Buffer.from("gone"))];
  const trusted = [kept(signedAt(SIZE + 1, { root: rootOf(more) }))];
  expect(await flawsOf({}, { trusted })).toEqual([{ kind: "TRUNCATED", index: SIZE, size: SIZE + 1, source: "kept" }]);
  expect(await flawsOf({}, { trusted: [kept(signedAt(SIZE))] })).toEqual([]);
});

test("the head, the schema and the log's own name are told where they are not as they should be", async () => {
  const changed = (what: string) => ({ kind: "SCHEMA_CHANGED", index: 0, what });
  const wrong = (head: number, index: number) => ({ kind: "HEAD_WRONG", index, head });
  expect(await flawsOf({ headSize: () => Promise.resolve(SIZE + 1) })).toEqual([wrong(SIZE + 1, SIZE)]);
  expect(await flawsOf({ headSize: () => Promise.resolve(SIZE - 1) })).toEqual([wrong(SIZE - 1, SIZE - 1)]);
  expect(await flawsOf({ headOrigin: () => Promise.resolve(ORIGIN), schema: () => Promise.resolve([]) })).toEqual([]);
  expect(await flawsOf({ headOrigin: () => Promise.resolve("hub.other/ledger") })).toEqual([
    changed("the head names the log hub.other/ledger"),
  ]);
  expect(await flawsOf({ schema: () => Promise.resolve(["a trigger", "a right"]) })).toEqual(
    ["a trigger", "a right"].map(changed),
  );
});

test("rows that no checkpoint covers yet are pending, and looked at", async () => {
  const source = { ...sourceOf(), checkpoints: () => Promise.resolve([signedAt(256), signedAt(512)]) };
  const inTiles = tiles.map((tile) =>
    tile.level === 0 && tile.index === 2 ? { ...tile, hashes: tile.hashes.subarray(0, 0) } : tile,
  );
  const upper = inTiles.map((tile) => (tile.level === 1 ? { ...tile, hashes: tile.hashes.subarray(0, 64) } : tile));
  const covered = { ...sourceOf(new Map(), upper), checkpoints: source.checkpoints };
  const options = { origin: ORIGIN, hasher: sha256, logKeys, windowLevel: 8 } as const;
  expect(await verifyLog(covered, options)).toMatchObject({ size: 512, rows: SIZE, pending: 188, flaws: [] });
  // Tiles hold what is signed and not one hash more.
  expect(await flawsOf(source)).toEqual([{ kind: "TILE_CHANGED", index: 512, level: 0 }]);
  const torn = { bytes: Buffer.from("{}"), id: "", columns: "" };
  const whole = sourceOf(new Map(), upper);
  const withTorn: LogSource["rows"] = async function* (from, to) {
    for await (const group of whole.rows(from, to))
      yield group.map((row) => (row.index === 600 ? { ...row, record: torn.bytes } : row));
  };
  expect(await flawsOf({ ...covered, rows: withTorn })).toEqual([{ kind: "NOT_A_LEAF", index: 600 }]);
});

test("a row that stands twice, or where none belongs, and a column that says something else, are told", async () => {
  const whole = sourceOf();
  const bent = (bend: (row: StoredRow) => readonly StoredRow[]): LogSource["rows"] =>
    async function* (from, to) {
      for await (const group of whole.rows(from, to)) yield group.flatMap(bend);
    };
  const twice = bent((row) => (row.index === 300 ? [row, row] : [row]));
  expect(await flawsOf({ rows: twice })).toEqual([{ kind: "ROW_TOO_MANY", index: 300 }]);
  for (const place of leafColumns().keys()) {
    const other = bent((row) =>
      row.index === 300 ? [{ ...row, columns: row.columns.map((value, at) => (at === place ? "x" : value)) }] : [row],
    );
    expect([place, await flawsOf({ rows: other })]).toEqual([place, [{ kind: "COLUMNS_CHANGED", index: 300 }]]);
  }
});

test("L13: a wrong --log-key is the first thing that is told, and not what follows from it", async () => {
  const stranger = [ed25519Verifier(generateKey(ORIGIN).verifier)];
  const { flaws } = await verifyLog(sourceOf(), { origin: ORIGIN, hasher: sha256, logKeys: stranger });
  expect(flaws).toEqual([{ kind: "KEY_UNKNOWN", index: 0, checkpoints: CHECKPOINTS.length }]);
});
