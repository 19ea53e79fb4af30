/**
 * Denial: why one coordinate is not given. A closed union; words for people are made in `denial-words.ts`.
 * Nothing in a denial says anything about a row.
 */
export type Denial =
  /** No grant of the caller covers the coordinate for any purpose. */
  | { readonly reason: "NO_GRANT" }
  | { readonly reason: "EXPIRED"; readonly grant: string; readonly validTo: number }
  | { readonly reason: "NOT_YET_VALID"; readonly grant: string; readonly validFrom: number }
  /** Covered, but for other purposes than the stated one. */
  | { readonly reason: "PURPOSE_MISMATCH"; readonly purposes: readonly string[] }
  /** 不予共享, or classified by nobody: no grant can change it. */
  | { readonly reason: "NOT_SHARED" }
  /** An emergency stop is in force on the coordinate. */
  | { readonly reason: "STOPPED" }
  /** The caller's jurisdiction and the grant's row scope have no row in common. */
  | { readonly reason: "OUT_OF_SCOPE" }
  /** The grant's quota is used up until then; of the department that derives the field, where one is named. */
  | { readonly reason: "QUOTA"; readonly grant: string; readonly until: number; readonly department: string | null }
  /** Granted MASKED, but the field offers no mask (any more). */
  | { readonly reason: "MASK_UNAVAILABLE"; readonly grant: string }
  /** The department that computes the field may not have one of its inputs. */
  | { readonly reason: "DERIVATION_NOT_GRANTED"; readonly department: string; readonly missing: string }
  /** An argument, filter or order would give away a coordinate that the caller does not hold in the clear. */
  | { readonly reason: "ARGUMENT_NOT_GRANTED"; readonly argument: string; readonly reveals: string }
  /** Granted, but its declaration differs from that on other types, so it cannot be fetched without those that are denied. */
  | { readonly reason: "INSEPARABLE"; readonly from: string }
  /** Nothing of the type may be seen, so its objects may not be either. */
  | { readonly reason: "TYPE_NOT_GRANTED"; readonly type: string };

/** A denial of one coordinate. */
export interface DeniedCoordinate {
  readonly coordinate: string;
  readonly denial: Denial;
  /** Where it was first asked for: response keys from the root, without list positions. */
  readonly path: readonly string[];
}

/** A place in an operation, from the inside out: made for every field, turned into a path for the denied ones only. */
export interface Place {
  readonly key: string;
  readonly parent: Place | null;
}

/** The response keys from the root to a place. */
export const pathOf = (place: Place | null): readonly string[] => {
  const path: string[] = [];
  for (let here = place; here !== null; here = here.parent) path.push(here.key);
  return path.reverse();
};
