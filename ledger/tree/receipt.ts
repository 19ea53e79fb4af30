import { openCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { hashOfOrigin, hasherFor } from "./hasher.ts";
import type { NoteSignature, NoteVerifier } from "./note.ts";
import { lacksSecond, uncheckedLines } from "./signature-lines.ts";
import { rootOfInclusion } from "./proof/verify-proof.ts";

/**
 * A receipt: one leaf with its proof and the checkpoint it leads to, in the tlog-proof format of C2SP. The leaf travels as
 * the "extra" data; it is not trusted, it is hashed.
 */
export interface Receipt {
  readonly index: number;
  /** The leaf: canonical JSON. */
  readonly leaf: Buffer;
  readonly proof: readonly Buffer[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

/** The verdict of `verifyReceipt`; words for people are made at the edge. */
export type ReceiptVerdict =
  | {
      readonly ok: true;
      readonly checkpoint: Checkpoint;
      readonly index: number;
      readonly leaf: string;
      /** Signature lines of the checkpoint that no given key could check. */
      readonly unchecked: readonly NoteSignature[];
    }
  | { readonly ok: false; readonly reason: "MALFORMED" | "SIGNATURE" | "SECOND_SIGNATURE" | "WITNESS" | "PROOF" };

const HEADER = "c2sp.org/tlog-proof@v1";

/** The receipt as text, to be kept as `*.tlog-proof`. */
export function receiptText({ index, leaf, proof, checkpoint }: Receipt): string {
  const hashes = proof.map((hash) => `${hash.toString("base64")}\n`).join("");
  return `${HEADER}\nextra ${leaf.toString("base64")}\nindex ${index}\n${hashes}\n${checkpoint}`;
}

/** Reads a receipt. @throws SyntaxError when it is not one. */
function parseReceipt(text: string): Receipt {
  const end = text.indexOf("\n\n");
  const [header, extra, index, ...proof] = text.slice(0, Math.max(end, 0)).split("\n");
  const leaf = /^extra ([A-Za-z0-9+/]+={0,2})$/.exec(extra ?? "")?.[1];
  const at = /^index (0|[1-9][0-9]{0,15})$/.exec(index ?? "")?.[1];
  if (header !== HEADER || leaf === undefined || at === undefined) throw new SyntaxError("Not a receipt");
  if (!proof.every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line))) throw new SyntaxError("Not a receipt");
  return {
    index: Number(at),
    leaf: Buffer.from(leaf, "base64"),
    proof: proof.map((line) => Buffer.from(line, "base64")),
    checkpoint: text.slice(end + 2),
  };
}

/**
 * Verifies a receipt with nothing but keys: the log's signature, every cosignature that a given witness made, and the path
 * from the leaf to the root. With witnesses given, at least one of them must have cosigned; with a second (SM2) key of the log given,
 * its line must be there.
 */
export function verifyReceipt(
  text: string,
  keys: { readonly log: readonly NoteVerifier[]; readonly witnesses?: readonly NoteVerifier[] },
): ReceiptVerdict {
  try {
    const receipt = parseReceipt(text);
    const checkpoint = openCheckpoint(receipt.checkpoint, keys.log);
    if (checkpoint === null) return { ok: false, reason: "SIGNATURE" };
    if (lacksSecond(receipt.checkpoint, keys.log)) return { ok: false, reason: "SECOND_SIGNATURE" };
    const witnesses = keys.witnesses ?? [];
    if (witnesses.length > 0 && openCheckpoint(receipt.checkpoint, witnesses) === null) {
      return { ok: false, reason: "WITNESS" };
    }
    const hasher = hasherFor(hashOfOrigin(checkpoint.origin));
    const { index, leaf, proof } = receipt;
    const root = rootOfInclusion(hasher, { index, size: checkpoint.size, leafHash: hasher.leaf(leaf), proof });
    if (root?.equals(checkpoint.root) !== true) return { ok: false, reason: "PROOF" };
    const unchecked = uncheckedLines(receipt.checkpoint, [...keys.log, ...witnesses]);
    return { ok: true, checkpoint, index, leaf: leaf.toString("utf8"), unchecked };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: "MALFORMED" };
    throw error;
  }
}
