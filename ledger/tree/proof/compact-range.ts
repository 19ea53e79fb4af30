import type { TreeHasher } from "../hasher.ts";
import { completeNodes } from "./range.ts";

/** Told of every node that becomes complete, leaves (level 0) included, in the order in which they complete. */
export type OnNode = (level: number, index: number, hash: Buffer) => void;

/**
 * The right edge of a growing tree: the hashes of the complete nodes that tile its leaves. Enough to append and to know the
 * root; one node hash per leaf on average.
 */
export class CompactRange {
  readonly #hasher: TreeHasher;
  readonly #edge: Buffer[];
  #size: number;

  /** An empty tree, or one resumed from `size` and the hashes of `completeNodes({ begin: 0, end: size })`. */
  constructor(hasher: TreeHasher, size = 0, edge: readonly Buffer[] = []) {
    const expected = completeNodes({ begin: 0, end: size }).length;
    if (edge.length !== expected) throw new RangeError(`Expected ${expected} edge hashes, got ${edge.length}`);
    this.#hasher = hasher;
    this.#size = size;
    this.#edge = [...edge];
  }

  /** Another range that stands where this one does. */
  fork(): CompactRange {
    return new CompactRange(this.#hasher, this.#size, this.#edge);
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** Adds one leaf hash on the right. */
  append(leafHash: Buffer, onNode?: OnNode): void {
    this.appendNode(0, leafHash, onNode);
  }

  /** Adds a complete node of 2^level leaves on the right. The size so far MUST be a multiple of 2^level. @throws RangeError */
  appendNode(level: number, nodeHash: Buffer, onNode?: OnNode): void {
    const width = 2 ** level;
    let index = this.#size / width;
    if (!Number.isInteger(index)) throw new RangeError(`No node of level ${level} begins at ${this.#size}`);
    let hash = nodeHash;
    onNode?.(level, index, hash);
    for (let above = level + 1; index % 2 === 1; above++) {
      const left = this.#edge.pop();
      if (left === undefined) throw new Error("The edge is shorter than its size");
      hash = this.#hasher.node(left, hash);
      index = (index - 1) / 2;
      onNode?.(above, index, hash);
    }
    this.#edge.push(hash);
    this.#size += width;
  }

  /** The RFC 6962 root of the leaves so far. */
  root(): Buffer {
    const last = this.#edge.at(-1);
    if (last === undefined) return this.#hasher.empty;
    return this.#edge.slice(0, -1).reduceRight((right, left) => this.#hasher.node(left, right), last);
  }
}

/**
 * The commitment to a list that is too long for a leaf: the RFC 6962 root over its entries in order, so that one entry can
 * later be shown to have been in it without showing the others.
 */
export function listRoot(hasher: TreeHasher, entries: readonly string[]): Buffer {
  const range = new CompactRange(hasher);
  for (const entry of entries) range.append(hasher.leaf(Buffer.from(entry)));
  return range.root();
}
