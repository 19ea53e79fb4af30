/** A contradiction within a log, with the first index that it concerns. */
export type Flaw =
  /** The row's leaf does not have the hash that was integrated. */
  | { readonly kind: "RECORD_CHANGED"; readonly index: number }
  /** A column beside the leaf does not say what the leaf says: the record would be hidden from, or forged for, a search. */
  | { readonly kind: "COLUMNS_CHANGED"; readonly index: number }
  /** The row's record is not a leaf at all. */
  | { readonly kind: "NOT_A_LEAF"; readonly index: number }
  /** Rows from `index` up to `end` (excluded) are not there. */
  | { readonly kind: "ROWS_MISSING"; readonly index: number; readonly end: number }
  /** A second row, or one that is outside the log. */
  | { readonly kind: "ROW_TOO_MANY"; readonly index: number }
  /** A stored hash of the tree does not follow from the leaves below it. */
  | { readonly kind: "TILE_CHANGED"; readonly index: number; readonly level: number }
  /** The head counts another number of records than there are. */
  | { readonly kind: "HEAD_WRONG"; readonly index: number; readonly head: number }
  /** None of the stored checkpoints is signed by a key that was given: the wrong key was given, or all of them were replaced. */
  | { readonly kind: "KEY_UNKNOWN"; readonly index: number; readonly checkpoints: number }
  /** A stored checkpoint is not signed by the log, or its row does not say what the note says. */
  | { readonly kind: "CHECKPOINT_INVALID"; readonly index: number; readonly size: number }
  /** The leaves do not give the root that was signed: something from `index` on, before `size`, was rewritten. */
  | { readonly kind: "ROOT_DIFFERS"; readonly index: number; readonly size: number; readonly source: string }
  /** Someone holds a signed checkpoint of more leaves than the log has: the tail was cut off, or an older copy put back. */
  | { readonly kind: "TRUNCATED"; readonly index: number; readonly size: number; readonly source: string }
  /** A checkpoint that was handed in is not signed by the expected key, or of another log. */
  | { readonly kind: "TRUSTED_INVALID"; readonly index: number; readonly source: string }
  /** An object of the ledger's schema, or a right, is not what the migrations made. */
  | { readonly kind: "SCHEMA_CHANGED"; readonly index: number; readonly what: string }
  /** The beginning is absent without a statement of retention that allows it. */
  | { readonly kind: "DROPPED_UNLAWFULLY"; readonly index: number; readonly keptFrom: number };

const OF_ONE_LEAF: ReadonlySet<Flaw["kind"]> = new Set(["RECORD_CHANGED", "ROWS_MISSING", "NOT_A_LEAF"]);

const OF_UNKNOWN_KEY: ReadonlySet<Flaw["kind"]> = new Set(["CHECKPOINT_INVALID", "TILE_CHANGED"]);

/**
 * The flaws by index, without those hashes and roots that differ only because a leaf below them was already found to, and without what
 * follows from a wrong key, which is told first.
 */
export function rootCauses(flaws: readonly Flaw[]): readonly Flaw[] {
  const unknown = flaws.filter(({ kind }) => kind === "KEY_UNKNOWN");
  if (unknown.length > 0) {
    return [...unknown, ...flaws.filter(({ kind }) => kind !== "KEY_UNKNOWN" && !OF_UNKNOWN_KEY.has(kind))];
  }
  const leaves = flaws.filter(({ kind }) => OF_ONE_LEAF.has(kind)).map(({ index }) => index);
  const explained = (from: number, end: number): boolean => leaves.some((index) => index >= from && index < end);
  return flaws
    .filter((flaw) => {
      if (flaw.kind === "TILE_CHANGED") return !explained(flaw.index, flaw.index + 2 ** flaw.level);
      if (flaw.kind === "ROOT_DIFFERS") return !explained(flaw.index, flaw.size);
      return true;
    })
    .sort((a, b) => a.index - b.index);
}

/** The flaw in words, for the officer at the terminal. */
export function describeFlaw(flaw: Flaw): string {
  switch (flaw.kind) {
    case "RECORD_CHANGED":
      return `index ${flaw.index}: the record does not give the hash that was integrated (edited, swapped or replaced)`;
    case "COLUMNS_CHANGED":
      return `index ${flaw.index}: a search column does not say what the record says`;
    case "NOT_A_LEAF":
      return `index ${flaw.index}: what stands there is not a record`;
    case "ROWS_MISSING":
      return `index ${flaw.index}: ${flaw.end - flaw.index} row(s) are missing`;
    case "ROW_TOO_MANY":
      return `index ${flaw.index}: a row that does not belong to the log`;
    case "TILE_CHANGED":
      return `index ${flaw.index}: a stored hash (level ${flaw.level}) does not follow from the records below it`;
    case "HEAD_WRONG":
      return `index ${flaw.index}: the head counts ${flaw.head} records`;
    case "KEY_UNKNOWN":
      return `none of the ${flaw.checkpoints} stored checkpoints is signed by a key that was given: is --log-key the key of this log? If it is, all of them were replaced`;
    case "CHECKPOINT_INVALID":
      return `index ${flaw.index}: the stored checkpoint of ${flaw.size} leaves is not validly signed`;
    case "ROOT_DIFFERS":
      return `index ${flaw.index}: history was rewritten at or after this index: the root of ${flaw.size} leaves is not the one in ${flaw.source}`;
    case "TRUNCATED":
      return `index ${flaw.index}: the log ends here, but ${flaw.source} proves ${flaw.size} leaves`;
    case "TRUSTED_INVALID":
      return `${flaw.source} is not a checkpoint of this log signed by the expected key`;
    case "SCHEMA_CHANGED":
      return `the schema of the ledger was changed: ${flaw.what}`;
    case "DROPPED_UNLAWFULLY":
      return `index ${flaw.index}: rows before ${flaw.keptFrom} are absent without a valid statement of retention, or unseen by any witness when they were as old as it states`;
  }
}
