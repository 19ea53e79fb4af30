import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { watchCommand } from "../command/watch.ts";
import { checkpointText } from "../tree/checkpoint.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { hasherFor } from "../tree/hasher.ts";
import { ed25519Signer, ed25519Verifier, generateKey, type KeyPair } from "../tree/key.ts";
import { signNote } from "../tree/note.ts";
import { TILE_WIDTH } from "../tree/tile.ts";
import { parseTilePath } from "../tree/tile-path.ts";
import { LogUnreachable, remoteLog, type RemoteLog } from "./remote-log.ts";
import { verifyRemote, type RemoteVerdict } from "./verify-remote.ts";
import { lookAt } from "./watch-log.ts";

const ORIGIN = "hub.example/ledger";
const hasher = hasherFor("sha256");
const key = generateKey(ORIGIN);
const keys = [ed25519Verifier(key.verifier)];

/** A log as a hub of any honesty publishes it: its tiles need not be those of its checkpoint. */
interface Published {
  readonly note: string;
  readonly leaves: readonly Buffer[];
  /** Changes the bytes of a tile. */
  readonly bend?: (path: string, hashes: Buffer) => Buffer;
}

const leavesOf = (count: number, history = ""): readonly Buffer[] =>
  Array.from({ length: count }, (_, at) => hasher.leaf(Buffer.from(`${history}${at}`)));
const rootOf = (leaves: readonly Buffer[]): Buffer => {
  const range = new CompactRange(hasher);
  for (const leaf of leaves) range.append(leaf);
  return range.root();
};
const signed = (leaves: readonly Buffer[], by: KeyPair = key, origin = ORIGIN): string =>
  signNote(checkpointText({ origin, size: leaves.length, root: rootOf(leaves) }), [ed25519Signer(by.secret)]);
const published = (leaves: readonly Buffer[]): Published => ({ note: signed(leaves), leaves });

let now: Published;
let server: Server;
let log: RemoteLog;
let url: string;
let directory: string;

const tileOf = (path: string): Buffer | null => {
  const part = parseTilePath(path);
  if (part === null || part.level === "entries") return null;
  const span = TILE_WIDTH ** part.level;
  const hashes = Array.from({ length: part.width }, (_, at) => {
    const from = (part.index * TILE_WIDTH + at) * span;
    return from + span > now.leaves.length ? null : rootOf(now.leaves.slice(from, from + span));
  });
  const whole = hashes.filter((hash) => hash !== null);
  return whole.length < part.width ? null : (now.bend?.(path, Buffer.concat(whole)) ?? Buffer.concat(whole));
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "watch-log-"));
  server = createServer(({ url: path = "" }, response) => {
    const tile = path.startsWith("/log/tile/") ? tileOf(path.slice("/log/tile/".length)) : null;
    if (path === "/log/checkpoint") response.end(now.note);
    else if (tile === null) response.writeHead(404).end();
    else response.end(tile);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
  log = remoteLog(url);
});
afterAll(async () => {
  server.close();
  await rm(directory, { recursive: true });
});

test("L13: an honest log of any size continues what was seen of it, and verifies from its tiles", async () => {
  let seen: string | null = null;
  for (const size of [0, 1, 255, 256, 257, 1000, 1000, 3000]) {
    now = published(leavesOf(size));
    const look = await lookAt(log, keys, seen);
    expect([size, look]).toEqual([size, { ok: true, checkpoint: expect.objectContaining({ size }), note: now.note }]);
    seen = now.note;
  }
  const trusted = [{ source: "kept", note: signed(leavesOf(300)), verifiers: keys }];
  expect(await verifyRemote(log, { logKeys: keys, trusted })).toMatchObject({ ok: true, checkpoint: { size: 3000 } });
});

test.each<[string, () => Published, string]>([
  ["smaller", () => published(leavesOf(299)), "SHRUNK"],
  ["another of the same size", () => published(leavesOf(300, "other")), "FORKED"],
  ["another history that is longer", () => published(leavesOf(700, "other")), "FORKED"],
  [
    "one leaf changed",
    () => published(leavesOf(700).map((leaf, at) => (at === 299 ? hasher.leaf(Buffer.from("x")) : leaf))),
    "FORKED",
  ],
  [
    "tiles of what was seen under a root of something else",
    () => ({ note: signed(leavesOf(700, "other")), leaves: leavesOf(700) }),
    "FORKED",
  ],
  [
    "signed by another key",
    () => ({ ...published(leavesOf(400)), note: signed(leavesOf(400), generateKey(ORIGIN)) }),
    "SIGNATURE",
  ],
  ["not signed", () => ({ ...published(leavesOf(400)), note: "hub.example/ledger\n400\nAAAA\n" }), "SIGNATURE"],
  ["of another name", () => ({ ...published(leavesOf(400)), note: signed(leavesOf(400), key, "other") }), "OTHER_LOG"],
])("L13: a log that became %s contradicts what was seen", async (_, become, kind) => {
  now = become();
  expect(await lookAt(log, keys, signed(leavesOf(300)))).toMatchObject({ ok: false, kind, note: now.note });
});

test.each<[string, () => Published, RemoteVerdict]>([
  [
    "leaf",
    () => ({
      ...published(leavesOf(600)),
      bend: (path, hashes) =>
        path.startsWith("0/002") ? Buffer.concat([hashes.subarray(32), hashes.subarray(0, 32)]) : hashes,
    }),
    { ok: false, what: "the hashes of the 600 leaves do not give the signed root" },
  ],
  [
    "inner tile",
    () => ({
      ...published(leavesOf(600)),
      bend: (path, hashes) => (path.startsWith("1/") ? Buffer.alloc(hashes.length) : hashes),
    }),
    { ok: false, what: "tile 1/0 does not follow from the leaves below it" },
  ],
  [
    "history",
    () => published(leavesOf(600, "other")),
    { ok: false, what: "history was rewritten: the root of 300 leaves is not the one in kept" },
  ],
  ["tail", () => published(leavesOf(200)), { ok: false, what: "the log ends at 200, but kept proves 300 leaves" }],
])("L13: verify --url names a changed %s", async (_, become, verdict) => {
  now = become();
  const trusted = [{ source: "kept", note: signed(leavesOf(300)), verifiers: keys }];
  expect(await verifyRemote(log, { logKeys: keys, trusted })).toEqual(verdict);
});

test("a log that is away, or sends half a tile, is no evidence", async () => {
  now = { note: signed(leavesOf(600)), leaves: [] };
  await expect(lookAt(log, keys, signed(leavesOf(300)))).rejects.toThrow(LogUnreachable);
  now = { ...published(leavesOf(600)), bend: (_, hashes) => hashes.subarray(1) };
  await expect(lookAt(log, keys, signed(leavesOf(300)))).rejects.toThrow(LogUnreachable);
});

test("L13: watch remembers what it saw, ends at the first contradiction and keeps both checkpoints", async () => {
  const watch = () => watchCommand(["--url", url, "--log-key", key.verifier, "--directory", directory, "--looks", "1"]);
  now = published(leavesOf(300));
  expect(await watch()).toEqual({ pass: true, lines: [expect.stringMatching(/^PASS 300 leaves, root /)] });
  now = published(leavesOf(400, "other"));
  expect(await watch()).toMatchObject({
    pass: false,
    lines: [expect.stringMatching(/^FAIL FORKED: /), expect.anything(), expect.anything()],
  });
  const kept = (await readdir(directory)).filter((name) => name.startsWith("evidence-")).sort();
  const notes = await Promise.all(kept.map((name) => readFile(join(directory, name), "utf8")));
  expect(new Set(notes)).toEqual(new Set([signed(leavesOf(300)), now.note]));
  // What contradicts is never remembered in the place of what was seen.
  expect(await watch()).toMatchObject({ pass: false });
});
