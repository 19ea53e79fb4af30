import type { TreeHasher } from "../tree/hasher.ts";

/** RFC 6962 written down word for word, slow and obvious: what the arithmetic is tested against. */
export function naiveRoot(hasher: TreeHasher, leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return hasher.empty;
  if (leaves.length === 1) return only;
  const k = largestPowerBelow(leaves.length);
  return hasher.node(naiveRoot(hasher, leaves.slice(0, k)), naiveRoot(hasher, leaves.slice(k)));
}

/** PATH(m, D[n]) of section 2.1.1. */
export function naivePath(hasher: TreeHasher, m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = largestPowerBelow(leaves.length);
  return m < k
    ? [...naivePath(hasher, m, leaves.slice(0, k)), naiveRoot(hasher, leaves.slice(k))]
    : [...naivePath(hasher, m - k, leaves.slice(k)), naiveRoot(hasher, leaves.slice(0, k))];
}

/** PROOF(m, D[n]) of section 2.1.2. */
export function naiveProof(hasher: TreeHasher, m: number, leaves: readonly Buffer[]): Buffer[] {
  const subproof = (at: number, part: readonly Buffer[], whole: boolean): Buffer[] => {
    if (at === part.length) return whole ? [] : [naiveRoot(hasher, part)];
    const k = largestPowerBelow(part.length);
    return at <= k
      ? [...subproof(at, part.slice(0, k), whole), naiveRoot(hasher, part.slice(k))]
      : [...subproof(at - k, part.slice(k), false), naiveRoot(hasher, part.slice(0, k))];
  };
  return subproof(m, leaves, true);
}

function largestPowerBelow(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1);
}
