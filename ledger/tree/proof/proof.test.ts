import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CompactRange } from "./compact-range.ts";
import { hasherFor, type TreeHasher } from "../hasher.ts";
import { consistencyProof, inclusionProof, rangeHash, type NodeReader } from "./proof.ts";
import { isConsistent, rootOfInclusion } from "./verify-proof.ts";

/** RFC 6962 written down word for word, slow and obvious: what the arithmetic is tested against. */
function naiveRoot(hasher: TreeHasher, leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return hasher.empty;
  if (leaves.length === 1) return only;
  const k = largestPowerBelow(leaves.length);
  return hasher.node(naiveRoot(hasher, leaves.slice(0, k)), naiveRoot(hasher, leaves.slice(k)));
}

/** PATH(m, D[n]) of section 2.1.1. */
function naivePath(hasher: TreeHasher, m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = largestPowerBelow(leaves.length);
  return m < k
    ? [...naivePath(hasher, m, leaves.slice(0, k)), naiveRoot(hasher, leaves.slice(k))]
    : [...naivePath(hasher, m - k, leaves.slice(k)), naiveRoot(hasher, leaves.slice(0, k))];
}

/** PROOF(m, D[n]) of section 2.1.2. */
function naiveProof(hasher: TreeHasher, m: number, leaves: readonly Buffer[]): Buffer[] {
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

const hashers = fc.constantFrom(hasherFor("sha256"), hasherFor("sm3"));
const size = fc.integer({ min: 1, max: 600 });

/** Leaves and a reader of all complete nodes, filled by the compact range under test. */
function grow(hasher: TreeHasher, leaves: number): { hashes: Buffer[]; read: NodeReader; range: CompactRange } {
  const nodes = new Map<string, Buffer>();
  const range = new CompactRange(hasher);
  const hashes = Array.from({ length: leaves }, (_, i) => hasher.leaf(Buffer.from(`leaf ${i}`)));
  for (const hash of hashes) range.append(hash, (level, index, node) => nodes.set(`${level}/${index}`, node));
  const read: NodeReader = ({ level, index }) => {
    const node = nodes.get(`${level}/${index}`);
    if (node === undefined) throw new Error(`node ${level}/${index} is not complete`);
    return node;
  };
  return { hashes, read, range };
}

test("root, inclusion and consistency proofs are RFC 6962's, byte for byte", () => {
  fc.assert(
    fc.property(hashers, size, fc.nat(), fc.nat(), (hasher, n, a, b) => {
      const { hashes, read, range } = grow(hasher, n);
      const index = a % n;
      const old = (b % n) + 1;
      expect(range.root()).toEqual(naiveRoot(hasher, hashes));
      expect(inclusionProof(hasher, read, index, n)).toEqual(naivePath(hasher, index, hashes));
      expect(consistencyProof(hasher, read, old, n)).toEqual(naiveProof(hasher, old, hashes));
    }),
    { numRuns: 60 },
  );
});

test("every proof verifies, and none verifies after any one thing in it changed", () => {
  fc.assert(
    fc.property(hashers, size, fc.nat(), fc.nat(), fc.nat(), (hasher, n, a, b, c) => {
      const { hashes, read, range } = grow(hasher, n);
      const index = a % n;
      const proof = inclusionProof(hasher, read, index, n);
      const leafHash = hashes[index] ?? Buffer.alloc(0);
      const root = range.root();
      expect(rootOfInclusion(hasher, { index, size: n, leafHash, proof })).toEqual(root);
      expect(rootOfInclusion(hasher, { index, size: n, leafHash: flip(leafHash, c), proof })?.equals(root)).toBe(false);
      expect(rootOfInclusion(hasher, { index, size: n, leafHash, proof: [...proof, leafHash] })).toBeNull();
      for (const at of proof.keys()) {
        const bent = proof.map((hash, i) => (i === at ? flip(hash, c) : hash));
        expect(rootOfInclusion(hasher, { index, size: n, leafHash, proof: bent })?.equals(root)).toBe(false);
        const short = proof.filter((_, i) => i !== at);
        expect(rootOfInclusion(hasher, { index, size: n, leafHash, proof: short })?.equals(root) ?? false).toBe(false);
      }
      const older = { size: (b % n) + 1, root: rangeHash(hasher, read, { begin: 0, end: (b % n) + 1 }) };
      const newer = { size: n, root };
      const consistency = consistencyProof(hasher, read, older.size, n);
      expect(isConsistent(hasher, older, newer, consistency)).toBe(true);
      expect(isConsistent(hasher, { ...older, root: flip(older.root, c) }, newer, consistency)).toBe(false);
      expect(isConsistent(hasher, older, { ...newer, root: flip(root, c) }, consistency)).toBe(false);
      expect(isConsistent(hasher, older, newer, [...consistency, root])).toBe(false);
      for (const at of consistency.keys()) {
        const bent = consistency.map((hash, i) => (i === at ? flip(hash, c) : hash));
        expect(isConsistent(hasher, older, newer, bent)).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test("an empty tree is the beginning of every tree; a larger one never is", () => {
  const sha256 = hasherFor("sha256");
  const { read } = grow(sha256, 5);
  const head = (end: number) => ({ size: end, root: rangeHash(sha256, read, { begin: 0, end }) });
  expect(isConsistent(sha256, head(0), head(5), [])).toBe(true);
  expect(isConsistent(sha256, head(5), head(4), [])).toBe(false);
  expect(rootOfInclusion(sha256, { index: 5, size: 5, leafHash: sha256.empty, proof: [] })).toBeNull();
});

function flip(hash: Buffer, bit: number): Buffer {
  const bent = Buffer.from(hash);
  const at = bit % (bent.length * 8);
  bent[at >> 3] = (bent[at >> 3] ?? 0) ^ (1 << (at & 7));
  return bent;
}
