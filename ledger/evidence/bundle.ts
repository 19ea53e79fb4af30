/**
 * An evidence bundle: a text file that proves what it says with nothing but the public keys. The first line is the header, each
 * further line one record, all JSON. Hashes are base64.
 */
export type BundleHeader = RangeHeader | SubjectHeader;

/** Named in every bundle. */
export const BUNDLE_FORMAT = "shali-hub/ledger-evidence@2";

interface CommonHeader {
  readonly format: typeof BUNDLE_FORMAT;
  readonly origin: string;
  readonly hash: "sha256" | "sm3";
  /** The signed checkpoint that everything leads to, verbatim. */
  readonly checkpoint: string;
}

/**
 * All records of [from, to): with the hashes of the complete nodes to their left and right the root follows, so that none of
 * the range can be absent. From 0 to the size of the checkpoint it is the whole log.
 */
export interface RangeHeader extends CommonHeader {
  readonly kind: "range";
  readonly from: number;
  readonly to: number;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Records about one subject, each with its inclusion proof. It proves what is there, not that nothing else is. */
interface SubjectHeader extends CommonHeader {
  readonly kind: "subject";
  /** "Type:pseudonym" */
  readonly subject: string;
  readonly records: number;
}

/** One record of a bundle; `proof` in bundles about a subject. */
export interface BundleRecord {
  readonly index: number;
  /** The leaf: canonical JSON. */
  readonly leaf: string;
  readonly proof?: readonly string[];
}

/** A record of a range that its reader does not get: dropped by retention, or of a covert investigation that is not lifted. */
export interface WithheldRecord {
  readonly index: number;
  /** The leaf's hash. */
  readonly hash: string;
}

/** A line behind the header. */
export type BundleLine = BundleRecord | WithheldRecord;
