import { readFile } from "node:fs/promises";

import { remoteNodes, type RemoteLog } from "../remote/remote-log.ts";
import { openCheckpoint, type Checkpoint } from "../tree/checkpoint.ts";
import { cosignedTimes } from "../tree/cosignature.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { judgePromise, openPromise, type InclusionPromise } from "../tree/promise.ts";
import { inclusionProof } from "../tree/proof/proof.ts";
import { completeNodes, inclusionRanges } from "../tree/proof/range.ts";
import { verifyReceipt } from "../tree/receipt.ts";
import { rootOfInclusion } from "../tree/proof/verify-proof.ts";
import { logKeys, remoteOf, UsageError, witnessKeys, type LogValues } from "./log-options.ts";

/** The evidence that a promise is held against: a signed checkpoint, when it was the newest, and the hash proven to stand at the index. */
type Found = Parameters<typeof judgePromise>[1];

interface Keys {
  readonly log: readonly NoteVerifier[];
  readonly witnesses: readonly NoteVerifier[];
}

/**
 * `receipt verify FILE` of a promise: checks its signature, and holds it against --receipt (the tlog-proof of that index), --witness (a later
 * cosigned checkpoint) or --url (the log as it is now). A broken promise, with what it was held against, is evidence against the hub.
 */
export async function holdPromise(
  text: string,
  values: LogValues & { readonly receipt?: string | undefined },
): Promise<{ pass: boolean; lines: readonly string[] }> {
  const keys = { log: await logKeys(values), witnesses: await witnessKeys(values) };
  const promise = opened(text, keys.log);
  if (promise === null) return { pass: false, lines: ["FAIL not a promise that the log's key signed"] };
  const found = await foundFor(promise, keys, values);
  const by = new Date(promise.by).toISOString();
  const promised = `index ${promise.index} of ${promise.origin}, promised to be in every checkpoint after ${by}`;
  switch (found === null ? "OPEN" : judgePromise(promise, found)) {
    case "KEPT":
      return { pass: true, lines: [`PASS kept: ${promised}`] };
    case "BROKEN":
      return {
        pass: false,
        lines: [
          `FAIL BROKEN: ${promised}`,
          "     keep this file and what it was held against: they prove it to anybody",
        ],
      };
    case "OPEN":
      return {
        pass: true,
        lines: [
          `PASS signed: ${promised}`,
          "note: not held against a later checkpoint: see --receipt, --witness, --url",
        ],
      };
  }
}

function opened(text: string, keys: readonly NoteVerifier[]): InclusionPromise | null {
  try {
    return openPromise(text, keys);
  } catch {
    return null;
  }
}

/** null when there is nothing to hold the promise against. @throws UsageError when what is given is not of this log */
async function foundFor(
  promise: InclusionPromise,
  keys: Keys,
  values: LogValues & { readonly receipt?: string | undefined },
): Promise<Found | null> {
  const found =
    values.receipt !== undefined
      ? inReceipt(await readFile(values.receipt, "utf8"), promise, keys)
      : values.witness !== undefined
        ? cosigned(await readFile(values.witness[0] ?? "", "utf8"), keys)
        : values.url !== undefined
          ? await published(await remoteOf(values), promise, keys)
          : null;
  if (found !== null && found.checkpoint.origin !== promise.origin) {
    throw new UsageError(`A promise of ${promise.origin} says nothing about ${found.checkpoint.origin}`);
  }
  return found;
}

function inReceipt(text: string, { index }: InclusionPromise, { log, witnesses }: Keys): Found {
  const verdict = verifyReceipt(text, { log, witnesses });
  if (!verdict.ok) throw new UsageError(`--receipt does not verify: ${verdict.reason}`);
  if (verdict.index !== index) throw new UsageError(`--receipt is of index ${verdict.index}, the promise of ${index}`);
  const hasher = hasherFor(hashOfOrigin(verdict.checkpoint.origin));
  return { checkpoint: verdict.checkpoint, at: null, leafHash: hasher.leaf(Buffer.from(verdict.leaf)) };
}

function cosigned(note: string, { log, witnesses }: Keys): Found {
  const checkpoint = openCheckpoint(note, log);
  const times = cosignedTimes(note, witnesses);
  if (checkpoint === null || times.length === 0) {
    throw new UsageError("--witness is a checkpoint that the log signed and the witness of --witness-key cosigned");
  }
  return { checkpoint, at: Math.max(...times) * 1000, leafHash: null };
}

async function published(log: RemoteLog, { index }: InclusionPromise, keys: Keys): Promise<Found> {
  const checkpoint = openCheckpoint(await log.checkpoint(), keys.log);
  if (checkpoint === null) throw new UsageError("The checkpoint at --url is not signed by the log's key");
  return { checkpoint, at: Date.now(), leafHash: await publishedLeaf(log, index, checkpoint) };
}

/** The leaf's hash at an index, proven; null where the log is too small. */
async function publishedLeaf(
  log: RemoteLog,
  index: number,
  { origin, size, root }: Checkpoint,
): Promise<Buffer | null> {
  if (index >= size) return null;
  const hasher = hasherFor(hashOfOrigin(origin));
  const leaf = { level: 0, index };
  const nodes = [leaf, ...inclusionRanges(index, size).flatMap(completeNodes)];
  const read = await remoteNodes(log, hasher, { size, nodes });
  const leafHash = read(leaf);
  const proven = rootOfInclusion(hasher, { index, size, leafHash, proof: inclusionProof(hasher, read, index, size) });
  if (proven?.equals(root) !== true)
    throw new UsageError(`The tiles at --url do not give the root of their checkpoint`);
  return leafHash;
}
