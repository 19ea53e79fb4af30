import type { ListedEntry } from "../tree/proof/subject-list.ts";

/**
 * An evidence bundle: a text file that proves what it says with nothing but the public keys. The first line is the header, each
 * further line one record, all JSON as JSON.stringify writes it. Hashes are base64.
 */
export type BundleHeader = RangeHeader | SubjectHeader | MentionHeader;

/** The format that every bundle names. */
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

/** One record, and whether it is about a subject: both are proved. */
interface MentionHeader extends CommonHeader {
  readonly kind: "mention";
  /** "Type:pseudonym" */
  readonly subject: string;
  readonly index: number;
  readonly mentioned: boolean;
}

/** One record of a bundle about a subject. */
export interface ProvenRecord {
  readonly index: number;
  /** The leaf: canonical JSON. */
  readonly leaf: string;
  readonly proof: readonly string[];
  /** Of a leaf that commits to a list of subjects: the entries of it that show whether this one is among them. */
  readonly listed?: readonly ListedEntry[];
}

/** One record of a range: its leaf or, where its reader does not get it, the leaf's hash (dropped, or covert and not lifted). */
export type RangeRecord =
  { readonly index: number; readonly leaf: string } | { readonly index: number; readonly hash: string };
