import type { TreeHasher } from "../hasher.ts";

/**
 * The root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or null when the proof has the wrong shape. Compare it
 * with the root of a checkpoint whose signature you verified.
 */
export function rootOfInclusion(
  hasher: TreeHasher,
  { index, size, leafHash, proof }: { index: number; size: number; leafHash: Buffer; proof: readonly Buffer[] },
): Buffer | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = hasher.node(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = hasher.node(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

/** A tree as a checkpoint states it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

/** True when the proof shows that `older` is the beginning of `newer` (RFC 9162, 2.1.4.2). An empty older tree is one of any. */
export function isConsistent(hasher: TreeHasher, older: TreeHead, newer: TreeHead, proof: readonly Buffer[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0;
  const rest = isPowerOfTwo(older.size) ? [older.root, ...proof] : [...proof];
  let node = older.size - 1;
  let last = newer.size - 1;
  while (node % 2 === 1) {
    node = (node - 1) / 2;
    last = Math.floor(last / 2);
  }
  const first = rest.shift();
  if (first === undefined) return false;
  let old = first;
  let grown = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = hasher.node(sibling, old);
      grown = hasher.node(sibling, grown);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      grown = hasher.node(grown, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && old.equals(older.root) && grown.equals(newer.root);
}

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}
