import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { RangeRecord } from "../evidence/bundle.ts";
import type { Selection } from "../evidence/export-bundle.ts";
import { verifyBundle } from "../evidence/verify-bundle.ts";
import { checkpointText } from "../tree/checkpoint.ts";
import { hasherFor } from "../tree/hasher.ts";
import { ed25519Signer, ed25519Verifier, generateKey } from "../tree/key.ts";
import { signNote } from "../tree/note.ts";
import { nodesOver, rangeHash } from "../tree/proof/proof.ts";
import { TILE_WIDTH } from "../tree/tile.ts";
import { widthWithin } from "../tree/tile-path.ts";
import { remoteBundle } from "./remote-bundle.ts";
import { LogUnreachable, remoteLog, remoteNodes, type RemoteLog } from "./remote-log.ts";
import { verifyRemote } from "./verify-remote.ts";

const ORIGIN = "hub.example/ledger";
const hasher = hasherFor("sha256");
const key = generateKey(ORIGIN);
const keys = [ed25519Verifier(key.verifier)];
const stranger = generateKey(ORIGIN);

/** A log of `size` leaves in memory, with what was asked of it. */
const logOf = (size: number) => {
  const leaves = Array.from({ length: size }, (_, at) => JSON.stringify({ time: "2026-11-24T03:00:00.000Z", at }));
  const hashes = leaves.map((leaf) => hasher.leaf(Buffer.from(leaf)));
  const read = nodesOver(hasher, hashes);
  const rootAt = (end: number): Buffer => rangeHash(hasher, read, { begin: 0, end });
  const noteAt = (end: number, by = key, origin = ORIGIN): string =>
    signNote(checkpointText({ origin, size: end, root: rootAt(end) }), [ed25519Signer(by.secret)]);
  const asked: string[] = [];
  const [underWay, most] = [{ now: 0 }, { ever: 0 }];
  const log: RemoteLog = {
    checkpoint: () => Promise.resolve(noteAt(size)),
    tile: async ({ level, index }, within) => {
      asked.push(`${level}/${index}`);
      most.ever = Math.max(most.ever, ++underWay.now);
      await new Promise((resolve) => setImmediate(resolve));
      underWay.now--;
      const nodes = Math.floor(within / TILE_WIDTH ** level);
      const width = widthWithin({ level, index }, nodes);
      const node = (at: number) => read({ level: 8 * level, index: index * TILE_WIDTH + at });
      return Buffer.concat(Array.from({ length: width }, (_, at) => node(at)));
    },
    entries: (index, within) => {
      asked.push(`entries/${index}`);
      const first = index * TILE_WIDTH;
      const part = leaves.slice(first, Math.min(within, first + TILE_WIDTH));
      return Promise.resolve(part.map((leaf, at): RangeRecord => ({ index: first + at, leaf })));
    },
    about: (subject) => Promise.resolve([`about ${subject}`]),
  };
  return { log, noteAt, asked, most };
};

const bundleOf = async (log: RemoteLog, selection: Selection, by = keys): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of remoteBundle(log, by, selection)) lines.push(line);
  return lines;
};
async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

describe("a bundle from a log at a URL", () => {
  test.each([
    [0, 600, 600],
    [0, Infinity, 600],
    [37, 290, 253],
    [256, 512, 256],
    [599, 600, 1],
  ])("of %d to %d proves its %d records, from their own tiles of entries alone", async (from, to, records) => {
    const { log, asked } = logOf(600);
    const lines = await bundleOf(log, { kind: "range", from, to });
    expect(await verifyBundle(linesOf(lines), { logKeys: keys })).toMatchObject({ ok: true, records });
    const tiles = Array.from({ length: 3 }, (_, tile) => tile).filter(
      (tile) => tile * TILE_WIDTH < Math.min(to, 600) && (tile + 1) * TILE_WIDTH > from,
    );
    expect(asked.filter((one) => one.startsWith("entries"))).toEqual(tiles.map((tile) => `entries/${tile}`));
  });

  test("of a subject is what the log says; of one record's mention it is none", async () => {
    const { log } = logOf(3);
    expect(await bundleOf(log, { kind: "subject", subject: "Person:li" })).toEqual(["about Person:li"]);
    await expect(bundleOf(log, { kind: "mention", subject: "Person:li", index: 1 })).rejects.toThrow(
      "exported from the database",
    );
  });

  test("of nothing, or under a checkpoint of another key, is none", async () => {
    const { log } = logOf(3);
    for (const from of [3, 4])
      await expect(bundleOf(log, { kind: "range", from, to: 9 })).rejects.toThrow(
        `The log of 3 leaves has nothing from ${from} on`,
      );
    const others = [ed25519Verifier(stranger.verifier)];
    await expect(bundleOf(log, { kind: "range", from: 0, to: 9 }, others)).rejects.toThrow(
      "not signed by the log's key",
    );
  });
});

describe("a log at a URL is verified", () => {
  const trustedAt = (note: string, by = key) => [
    { source: "first", note: logOf(5).noteAt(2), verifiers: keys },
    { source: "kept", note, verifiers: [ed25519Verifier(by.verifier)] },
  ];

  test("with every checkpoint that was kept, of its own size too", async () => {
    const { log, noteAt } = logOf(5);
    for (const size of [0, 3, 5])
      expect(await verifyRemote(log, { logKeys: keys, trusted: trustedAt(noteAt(size)) })).toEqual({
        ok: true,
        checkpoint: expect.objectContaining({ size: 5 }),
        note: noteAt(5),
      });
  });

  test("against none that is of another log, by another key, or of no form", async () => {
    const { log, noteAt } = logOf(5);
    const none = { ok: false, what: "kept is not a checkpoint of this log by the expected key" };
    const notes = [noteAt(3, stranger), noteAt(3, key, "hub.other/ledger"), "x"];
    for (const note of notes)
      expect(await verifyRemote(log, { logKeys: keys, trusted: trustedAt(note) })).toEqual(none);
    const checked = await verifyRemote(log, { logKeys: [ed25519Verifier(stranger.verifier)], trusted: [] });
    expect(checked).toEqual({ ok: false, what: "the checkpoint is not signed by the log's key" });
  });

  test("with eight tiles on their way, each asked for once", async () => {
    const { log, asked, most } = logOf(10 * TILE_WIDTH + 1);
    expect(await verifyRemote(log, { logKeys: keys, trusted: [] })).toMatchObject({ ok: true });
    expect(asked).toEqual([...Array.from({ length: 11 }, (_, index) => `0/${index}`), "1/0"]);
    expect(most.ever).toBe(8);
  });

  test("and a node that was not asked for is not guessed", async () => {
    const { log } = logOf(600);
    const read = await remoteNodes(log, hasher, { size: 600, nodes: [{ level: 0, index: 3 }] });
    expect(read({ level: 1, index: 2 })).toHaveLength(32);
    expect(() => read({ level: 0, index: 300 })).toThrow("A node that was not asked for");
  });
});

describe("a log at a URL over HTTP", () => {
  let server: Server;
  let hub: string;
  let answer: readonly [status: number, body: string | Buffer, headers?: Record<string, string>];
  const asked: [string | undefined, IncomingHttpHeaders][] = [];
  beforeAll(async () => {
    server = createServer(({ url, headers }, response) => {
      asked.push([url, headers]);
      const [status, body, more] = answer;
      response.writeHead(status, more).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  test("is at /ledger of a hub, or where its path says, and is told who asks", async () => {
    answer = [200, "note"];
    for (const [path, place] of [
      ["", "/ledger/checkpoint"],
      ["/", "/ledger/checkpoint"],
      ["/log", "/log/checkpoint"],
      ["/log/", "/log/checkpoint"],
    ] as const) {
      expect(await remoteLog(`${hub}${path}`).checkpoint()).toBe("note");
      expect(asked.at(-1)?.[0]).toBe(place);
      expect(asked.at(-1)?.[1]).not.toHaveProperty("authorization");
    }
    answer = [200, "one\ntwo\n"];
    expect(await remoteLog(hub, { token: "t", purpose: "AUDIT" }).about("Person:李 1")).toEqual(["one", "two"]);
    expect(asked.at(-1)).toEqual([
      "/ledger/entries?subject=Person%3A%E6%9D%8E%201",
      expect.objectContaining({ authorization: "Bearer t", "x-purpose": "AUDIT" }),
    ]);
  });

  const unreachable = async (reading: Promise<unknown>): Promise<string> => {
    const error = await reading.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LogUnreachable);
    return (error as Error).message.replace(hub, "");
  };

  test("is unreachable where it refuses, sends somebody elsewhere, too much or not what was asked for", async () => {
    const log = remoteLog(hub);
    answer = [403, JSON.stringify({ errors: [{ message: "no grant" }, { message: "no purpose" }] })];
    expect(await unreachable(log.checkpoint())).toBe("/ledger/checkpoint answered 403: no grant; no purpose");
    answer = [503, "away"];
    expect(await unreachable(log.checkpoint())).toBe("/ledger/checkpoint answered 503");
    answer = [302, "", { location: "/elsewhere" }];
    expect(await unreachable(log.checkpoint())).toBe("/ledger/checkpoint does not answer");
    answer = [200, "x".repeat(65_537)];
    expect(await unreachable(log.checkpoint())).toBe("An answer of more than 65536 bytes");
    answer = [200, "x".repeat(65_536)];
    expect(await log.checkpoint()).toHaveLength(65_536);
    answer = [200, Buffer.alloc(31)];
    expect(await unreachable(log.tile({ level: 0, index: 1 }, 257))).toBe("Tile 0/001.p/1 has 31 bytes");
    answer = [200, '{"index":256,"leaf":"a"}\n{"index":257,"leaf":"b"}\n'];
    expect(await log.entries(1, 258)).toEqual([
      { index: 256, leaf: "a" },
      { index: 257, leaf: "b" },
    ]);
    expect(asked.at(-1)?.[0]).toBe("/ledger/entries/001.p/2");
    expect(await unreachable(log.entries(1, 259))).toBe("Expected 3 entries of tile 1, got 2");
  });
});
