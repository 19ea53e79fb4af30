import { HASH_BYTES, hasherFor, hashOfOrigin } from "./hasher.ts";
import { isOf, parseNote, verifiedSignatures, type NoteVerifier } from "./note.ts";
import type { TreeHead } from "./proof/verify-proof.ts";

/** The body of a checkpoint (C2SP tlog-checkpoint): the log, its size, its root. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/**
 * Reads the text of a checkpoint. Extension lines (C2SP tlog-checkpoint) are signed with it and mean nothing here.
 * @throws SyntaxError when it is not one; a log without leaves has the root of nothing
 */
export function parseCheckpointText(text: string): Checkpoint {
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/u.exec(text);
  const [, origin, size, root] = match ?? [];
  if (origin === undefined || size === undefined || root === undefined) throw new SyntaxError("Not a checkpoint");
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, "base64") };
  if (!Number.isSafeInteger(checkpoint.size) || checkpoint.root.length !== HASH_BYTES) {
    throw new SyntaxError("Not a checkpoint");
  }
  if (checkpoint.size === 0 && !checkpoint.root.equals(hasherFor(hashOfOrigin(origin)).empty)) {
    throw new SyntaxError("Not a checkpoint: no leaves, and another root than that of none");
  }
  return checkpoint;
}

/** The origin that a signed checkpoint claims, before any signature is checked: for finding its keys. */
export function claimedCheckpoint(note: string): Checkpoint {
  return parseCheckpointText(parseNote(note).text);
}

/**
 * Opens a checkpoint: null unless at least one of the keys signed it (and none of them wrongly). Second (SM2) keys are checked like all
 * others and do not count: the log's own key must have signed. @throws SyntaxError
 */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): Checkpoint | null {
  const parsed = parseNote(note);
  const signed = verifiedSignatures(parsed, verifiers);
  const first = verifiers.filter(({ second }) => second !== true);
  if (!signed.some((line) => first.some((verifier) => isOf(verifier, line)))) return null;
  return parseCheckpointText(parsed.text);
}
