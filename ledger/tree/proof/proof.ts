import type { TreeHasher } from "../hasher.ts";
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

/** The complete nodes over a list of leaf hashes, all computed at once. */
export function nodesOver(hasher: TreeHasher, leafHashes: readonly Buffer[]): NodeReader {
  const levels: Buffer[][] = [[...leafHashes]];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    const level: Buffer[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) {
      const [left, right] = [below[at], below[at + 1]];
      if (left !== undefined && right !== undefined) level.push(hasher.node(left, right));
    }
    levels.push(level);
  }
  return ({ level, index }) => {
    const hash = levels[level]?.[index];
    if (hash === undefined) throw new RangeError(`No node ${level}/${index} over this list`);
    return hash;
  };
}
