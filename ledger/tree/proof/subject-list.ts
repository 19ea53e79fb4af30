import { listRoot } from "./compact-range.ts";
import { HASH_BYTES, type TreeHasher } from "../hasher.ts";
import { inclusionProof, nodesOver } from "./proof.ts";
import { rootOfInclusion } from "./verify-proof.ts";

/** A commitment to a list in ascending order of its entries (UTF-16 units). Those of older leaves have no prefix, and any order. */
const SORTED = "sorted:";

/** One entry of a list that a leaf commits to, with its path to the root. Hashes are base64. */
export interface ListedEntry {
  readonly at: number;
  readonly entry: string;
  readonly path: readonly string[];
}

/** A leaf's commitment to a long list. */
export interface Commitment {
  readonly root: string;
  readonly count: number;
}

/** The commitment to entries in ascending order: "sorted:" and the RFC 6962 root over them. */
export function commitmentTo(hasher: TreeHasher, entries: readonly string[]): string {
  return `${SORTED}${listRoot(hasher, entries).toString("base64")}`;
}

/** True when these are the entries that a commitment was made to; where it says that they are in order, they have to be. */
export function commits(hasher: TreeHasher, entries: readonly string[], root: string): boolean {
  if (!root.startsWith(SORTED)) return listRoot(hasher, entries).toString("base64url") === root;
  const inOrder = entries.every((entry, at) => at === 0 || (entries[at - 1] ?? "") <= entry);
  return inOrder && commitmentTo(hasher, entries) === root;
}

/** The entries at these places, each with its path. */
export function listedEntries(
  hasher: TreeHasher,
  entries: readonly string[],
  places: readonly number[],
): readonly ListedEntry[] {
  const read = nodesOver(
    hasher,
    entries.map((entry) => hasher.leaf(Buffer.from(entry))),
  );
  return places.map((at) => ({
    at,
    entry: entries[at] ?? "",
    path: inclusionProof(hasher, read, at, entries.length).map((hash) => hash.toString("base64")),
  }));
}

/** The places of the entries that show of a list in order whether `wanted` is in it: its own, or those on both sides of where it would be. */
export function tellingPlaces(entries: readonly string[], wanted: string): readonly number[] {
  const at = entries.indexOf(wanted);
  if (at >= 0) return [at];
  const after = entries.findIndex((entry) => entry > wanted);
  const right = after < 0 ? entries.length : after;
  return [right - 1, right].filter((place) => place >= 0 && place < entries.length);
}

/** The proof that entries give about `wanted`: true, it is in the list; false, it is not; null, nothing. Pure. */
export function isListed(
  hasher: TreeHasher,
  { root, count }: Commitment,
  { wanted, entries }: { readonly wanted: string; readonly entries: readonly ListedEntry[] },
): boolean | null {
  if (!entries.every((listed) => leadsTo(hasher, listed, { root, count }))) return null;
  if (entries.some(({ entry }) => entry === wanted)) return true;
  if (!root.startsWith(SORTED)) return null;
  const [first, second] = entries;
  if (first === undefined || entries.length > 2) return null;
  if (second !== undefined)
    return second.at === first.at + 1 && first.entry < wanted && wanted < second.entry ? false : null;
  if (first.at === 0 && wanted < first.entry) return false;
  return first.at === count - 1 && first.entry < wanted ? false : null;
}

function leadsTo(hasher: TreeHasher, { at, entry, path }: ListedEntry, { root, count }: Commitment): boolean {
  const proof = path.map((hash) => Buffer.from(hash, "base64"));
  if (proof.some(({ length }) => length !== HASH_BYTES)) return false;
  const leafHash = hasher.leaf(Buffer.from(entry));
  const found = rootOfInclusion(hasher, { index: at, size: count, leafHash, proof });
  const stated = root.startsWith(SORTED)
    ? Buffer.from(root.slice(SORTED.length), "base64")
    : Buffer.from(root, "base64url");
  return found?.equals(stated) === true;
}
