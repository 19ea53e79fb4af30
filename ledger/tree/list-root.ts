import { CompactRange } from "./compact-range.ts";
import type { TreeHasher } from "./hasher.ts";

/**
 * The commitment to a list that is too long for a leaf: the RFC 6962 root over its entries in order, so that one entry can
 * later be shown to have been in it without showing the others.
 */
export function listRoot(hasher: TreeHasher, entries: readonly string[]): Buffer {
  const range = new CompactRange(hasher);
  for (const entry of entries) range.append(hasher.leaf(Buffer.from(entry)));
  return range.root();
}
