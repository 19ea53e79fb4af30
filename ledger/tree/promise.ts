import type { Checkpoint } from "./checkpoint.ts";
import { HASH_BYTES, hashOfOrigin, hasherFor, type TreeHasher } from "./hasher.ts";
import { isOf, parseNote, signNote, verifiedSignatures, type NoteSigner, type NoteVerifier } from "./note.ts";
import { inclusionProof, nodesOver, rangeHash } from "./proof.ts";
import { rootOfInclusion } from "./verify-proof.ts";

/**
 * A promise of inclusion: "leaf h has index i, and is in every checkpoint that is newest after t". One signature by the log's key covers a
 * batch of leaves, whose RFC 6962 root it names; the promise of one leaf carries its path to that root.
 */
export interface InclusionPromise {
  readonly origin: string;
  readonly index: number;
  readonly leafHash: Buffer;
  /** t, in milliseconds since 1970. */
  readonly by: number;
}

/** The first line of a promise, and of what is signed: never the text of a checkpoint, whose second line is its size. */
export const PROMISE_HEADER = "shali-hub/ledger-promise@1";
/** Milliseconds from the signature to t: checkpoints follow within a second; the rest is for clocks and for a sequencer that was away. */
export const PROMISED_WITHIN_MS = 600_000;

/**
 * The promises of a batch whose leaves stand one behind the other from index `first`. It MUST be durable before. One signature, whatever the
 * number of leaves. @param now milliseconds since 1970
 */
export function promiseBatch(
  signer: NoteSigner,
  hasher: TreeHasher,
  { first, leafHashes, now }: { readonly first: number; readonly leafHashes: readonly Buffer[]; readonly now: number },
): (at: number) => string {
  const count = leafHashes.length;
  const read = nodesOver(hasher, leafHashes);
  const root = rangeHash(hasher, read, { begin: 0, end: count });
  const by = new Date(now + PROMISED_WITHIN_MS).toISOString();
  const text = `${PROMISE_HEADER}\n${signer.name}\nfirst ${first}\ncount ${count}\nroot ${root.toString("base64")}\nby ${by}\n`;
  const note = signNote(text, [signer]);
  return (at) => {
    const path = inclusionProof(hasher, read, at, count).map((hash) => `${hash.toString("base64")}\n`);
    const leaf = leafHashes[at]?.toString("base64") ?? "";
    return `${PROMISE_HEADER}\nleaf ${leaf}\nindex ${first + at}\n${path.join("")}\n${note}`;
  };
}

const HASH = "[A-Za-z0-9+/]{43}=";
const NUMBER = "0|[1-9][0-9]{0,15}";
const HEAD = new RegExp(String.raw`^${PROMISE_HEADER}\nleaf (${HASH})\nindex (${NUMBER})\n((?:${HASH}\n)*)$`);
const SIGNED = new RegExp(
  String.raw`^${PROMISE_HEADER}\n([^\n]+)\nfirst (${NUMBER})\ncount (${NUMBER})\nroot (${HASH})\nby (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n$`,
);

/**
 * Opens a promise: null unless a key of the log signed the batch that the leaf is proven to be in. @throws SyntaxError when it is none
 */
export function openPromise(text: string, verifiers: readonly NoteVerifier[]): InclusionPromise | null {
  const end = text.indexOf("\n\n");
  const [, leaf, index, path] = HEAD.exec(text.slice(0, end + 1)) ?? [];
  const note = parseNote(text.slice(end + 2));
  const [, origin, first, count, root, by] = SIGNED.exec(note.text) ?? [];
  if (leaf === undefined || path === undefined || origin === undefined || by === undefined) {
    throw new SyntaxError("Not a promise");
  }
  const own = verifiers.filter(({ name, second }) => name === origin && second !== true);
  if (!verifiedSignatures(note, own).some((line) => own.some((verifier) => isOf(verifier, line)))) return null;
  const hasher = hasherFor(hashOfOrigin(origin));
  const promise = { origin, index: Number(index), leafHash: Buffer.from(leaf, "base64"), by: Date.parse(by) };
  const proof = path
    .split("\n")
    .slice(0, -1)
    .map((line) => Buffer.from(line, "base64"));
  const place = { index: promise.index - Number(first), size: Number(count), leafHash: promise.leafHash, proof };
  const isWhole = promise.leafHash.length === HASH_BYTES && Number.isFinite(promise.by);
  return isWhole && rootOfInclusion(hasher, place)?.equals(Buffer.from(root ?? "", "base64")) === true ? promise : null;
}

/** KEPT: the leaf is where it was promised. OPEN: nothing can be said yet. BROKEN: evidence against the hub. */
export type PromiseState = "KEPT" | "OPEN" | "BROKEN";

/**
 * Holds a promise against a signed checkpoint of the same log. @param at when that checkpoint was the newest, in milliseconds since 1970: as a
 * witness cosigned it, or when it was fetched; null when nobody knows @param leafHash the hash that is proven to stand at the index under that
 * checkpoint; null when the checkpoint is too small to hold it
 */
export function judgePromise(
  { index, leafHash, by }: InclusionPromise,
  found: { readonly checkpoint: Checkpoint; readonly at: number | null; readonly leafHash: Buffer | null },
): PromiseState {
  if (found.leafHash !== null) return found.leafHash.equals(leafHash) ? "KEPT" : "BROKEN";
  return found.checkpoint.size <= index && found.at !== null && found.at > by ? "BROKEN" : "OPEN";
}
