import type { TreeHasher } from "./hasher.ts";
import { completeNodes, consistencyRanges, inclusionRanges, type LeafRange, type Node } from "./range.ts";

/** Gives the hash of a complete node. MUST NOT guess: throws when it does not have it. */
export type NodeReader = (node: Node) => Buffer;

/**
 * The hash of a range, folded from its complete nodes. The range MUST be a subtree of an RFC 6962 tree, as those of
 * `inclusionRanges` and `consistencyRanges` are.
 */
export function rangeHash(hasher: TreeHasher, read: NodeReader, range: LeafRange): Buffer {
  const hashes = completeNodes(range).map(read);
  const last = hashes.pop();
  if (last === undefined) return hasher.empty;
  return hashes.reduceRight((right, left) => hasher.node(left, right), last);
}

/** The inclusion proof of leaf `index` in the tree of `size` leaves (RFC 6962, 2.1.1). */
export function inclusionProof(hasher: TreeHasher, read: NodeReader, index: number, size: number): Buffer[] {
  return inclusionRanges(index, size).map((range) => rangeHash(hasher, read, range));
}

/** The consistency proof from the tree of `old` leaves to that of `size` (RFC 6962, 2.1.2); empty when old is 0 or size. */
export function consistencyProof(hasher: TreeHasher, read: NodeReader, old: number, size: number): Buffer[] {
  return consistencyRanges(old, size).map((range) => rangeHash(hasher, read, range));
}
