import type { Checkpoint } from "./checkpoint.ts";
import { HASH_BYTES, hashOfOrigin, hasherFor, type TreeHasher } from "./hasher.ts";
import { isOf, parseNote, signNote, verifiedSignatures, type NoteSigner, type NoteVerifier } from "./note.ts";
import { rootOfInclusion } from "./proof/verify-proof.ts";

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
  const tree = grow(hasher, leafHashes, 0, count);
  const paths: string[] = [];
  writePaths(tree, "", paths);
  const by = new Date(now + PROMISED_WITHIN_MS).toISOString();
  const text = `${PROMISE_HEADER}\n${signer.name}\nfirst ${first}\ncount ${count}\nroot ${tree.hash.toString("base64")}\nby ${by}\n`;
  const note = signNote(text, [signer]);
  return (at) => {
    const leaf = leafHashes[at]?.toString("base64") ?? "";
    return `${PROMISE_HEADER}\nleaf ${leaf}\nindex ${first + at}\n${paths[at] ?? ""}\n${note}`;
  };
}

/** A subtree of the batch. */
interface Subtree {
  readonly hash: Buffer;
  /** undefined for a leaf. */
  readonly sides?: readonly [Subtree, Subtree];
}

/** The tree over [begin, end) of some leaf hashes, at least one: RFC 6962, 2.1. */
function grow(hasher: TreeHasher, leafHashes: readonly Buffer[], begin: number, end: number): Subtree {
  if (end - begin <= 1) return { hash: leafHashes[begin] ?? hasher.empty };
  const middle = begin + 2 ** (31 - Math.clz32(end - begin - 1));
  const sides = [grow(hasher, leafHashes, begin, middle), grow(hasher, leafHashes, middle, end)] as const;
  return { hash: hasher.node(sides[0].hash, sides[1].hash), sides };
}

/** Writes the inclusion proof of each leaf, from left to right. Leaves share what is above them: no hash is put into text twice. */
function writePaths({ sides }: Subtree, above: string, paths: string[]): void {
  if (sides === undefined) {
    paths.push(above);
    return;
  }
  const [left, right] = sides;
  writePaths(left, `${right.hash.toString("base64")}\n${above}`, paths);
  writePaths(right, `${left.hash.toString("base64")}\n${above}`, paths);
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
