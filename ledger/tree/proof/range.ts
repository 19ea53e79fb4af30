/**
 * Arithmetic of RFC 6962 trees, apart from any storage.
 * A node (level, index) covers the 2^level leaves from index * 2^level; only nodes whose leaves all exist are complete,
 * and a complete node never changes. Numbers are safe integers: no 32-bit operators here.
 */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** Leaves from begin (included) to end (excluded). */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/** The largest power of two smaller than n (n >= 2): where RFC 6962 splits a tree of n leaves. */
function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** The complete nodes that tile a range, left to right, each as large as its place allows. */
export function completeNodes({ begin, end }: LeafRange): readonly Node[] {
  const nodes: Node[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level++;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The ranges whose hashes prove leaf `index` in a tree of `size` leaves, from the leaf's sibling up (RFC 6962, 2.1.1). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  assertWithin(index, size);
  const ranges: LeafRange[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (index < middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  return ranges.reverse();
}

/** The ranges whose hashes prove that the tree of `old` leaves is the beginning of that of `size` (RFC 6962, 2.1.2). */
export function consistencyRanges(old: number, size: number): readonly LeafRange[] {
  if (!Number.isSafeInteger(old) || old < 0 || old > size) throw new RangeError(`No tree of ${old} within ${size}`);
  if (old === 0 || old === size) return [];
  const ranges: LeafRange[] = [];
  let begin = 0;
  let end = size;
  while (old !== end) {
    const middle = begin + splitPoint(end - begin);
    if (old <= middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  if (begin !== 0) ranges.push({ begin, end });
  return ranges.reverse();
}

function assertWithin(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw new RangeError(`No leaf ${index} in a tree of ${size}`);
  }
}
