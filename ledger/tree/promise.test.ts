import { expect, test } from "@jest/globals";
import { openCheckpoint } from "./checkpoint.ts";
import { hasherFor } from "./hasher.ts";
import { ed25519Signer, ed25519Verifier, generateKey } from "./key.ts";
import { inclusionProof, nodesOver } from "./proof/proof.ts";
import { judgePromise, openPromise, promiseBatch, PROMISED_WITHIN_MS } from "./promise.ts";

const NOW = Date.UTC(2026, 10, 25, 12);
const key = generateKey("hub.example/ledger");
const keys = [ed25519Verifier(key.verifier)];
const hasher = hasherFor("sha256");
const leafOf = (at: number): Buffer => hasher.leaf(Buffer.from(String(at)));
const batch = (count: number, first = 1000) =>
  promiseBatch(ed25519Signer(key.secret), hasher, {
    first,
    leafHashes: Array.from({ length: count }, (_, at) => leafOf(at)),
    now: NOW,
  });

test("every leaf of a batch of any size gets a promise that opens with the log's key alone", () => {
  for (const count of [1, 2, 3, 7, 8, 64, 500]) {
    const promiseAt = batch(count);
    for (const at of new Set([0, 1, count >> 1, count - 2, count - 1])) {
      if (at < 0 || at >= count) continue;
      expect([count, openPromise(promiseAt(at), keys)]).toEqual([
        count,
        { origin: "hub.example/ledger", index: 1000 + at, leafHash: leafOf(at), by: NOW + PROMISED_WITHIN_MS },
      ]);
    }
  }
});

test("the path in a promise is the batch's inclusion proof, leaf by leaf", () => {
  for (const count of [1, 2, 3, 5, 6, 7, 8, 9, 13, 31, 32, 33]) {
    const promiseAt = batch(count);
    const leaves = Array.from({ length: count }, (_, at) => leafOf(at));
    const read = nodesOver(hasher, leaves);
    const proofs = leaves.map((_, at) =>
      inclusionProof(hasher, read, at, count).map((hash) => hash.toString("base64")),
    );
    expect(leaves.map((_, at) => promiseAt(at).split("\n\n")[0]?.split("\n").slice(3))).toEqual(proofs);
  }
});

test("a promise whose leaf, index, path, time or signer was changed opens nothing", () => {
  const promise = batch(7)(3);
  const other = leafOf(99).toString("base64");
  const lines = promise.split("\n");
  const changed = [
    promise.replace(/^leaf .*$/m, `leaf ${other}`),
    promise.replace("index 1003", "index 1004"),
    promise.replace("first 1000", "first 999").replace("index 1003", "index 1002"),
    promise.replace(/^by .*$/m, "by 2036-01-01T00:00:00.000Z"),
    promise.replace("count 7", "count 8"),
    [...lines.slice(0, 3), ...lines.slice(4)].join("\n"),
    [...lines.slice(0, 4), other, ...lines.slice(4)].join("\n"),
    promise.replaceAll("hub.example/ledger", "hub.other/ledger"),
  ];
  for (const text of changed) expect([text, openPromise(text, keys)]).toEqual([text, null]);
  expect(openPromise(promise, [ed25519Verifier(generateKey("hub.example/ledger").verifier)])).toBeNull();
  for (const text of ["", promise.slice(1), promise.replace("index 1003", "index 01003"), `${promise}x`]) {
    expect(() => openPromise(text, keys)).toThrow(SyntaxError);
  }
});

test("what is signed as a promise is no checkpoint", () => {
  const promise = batch(1)(0);
  expect(() => openCheckpoint(promise.slice(promise.indexOf("\n\n") + 2), keys)).toThrow(SyntaxError);
});

test("a promise is kept by its leaf, broken by another or by a later checkpoint without it, and open until then", () => {
  const promise = openPromise(batch(3)(2), keys);
  if (promise === null) throw new Error("not opened");
  const judged = (size: number, at: number | null, leafHash: Buffer | null = null) =>
    judgePromise(promise, { checkpoint: { origin: promise.origin, size, root: leafOf(0) }, at, leafHash });
  expect(judged(1003, null, leafOf(2))).toBe("KEPT");
  expect(judged(1003, null, leafOf(1))).toBe("BROKEN");
  expect(judged(1002, promise.by + 1)).toBe("BROKEN");
  expect(judged(1002, promise.by)).toBe("OPEN");
  expect(judged(1002, null)).toBe("OPEN");
  // A checkpoint that is large enough says nothing before the leaf is proven.
  expect(judged(5000, promise.by + 1)).toBe("OPEN");
});
