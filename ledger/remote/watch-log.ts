import { openCheckpoint, parseCheckpointText, type Checkpoint } from "../tree/checkpoint.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { parseNote, type NoteVerifier } from "../tree/note.ts";
import { consistencyProof } from "../tree/proof/proof.ts";
import { completeNodes, consistencyRanges } from "../tree/proof/range.ts";
import { isConsistent } from "../tree/proof/verify-proof.ts";
import { remoteNodes, type RemoteLog } from "./remote-log.ts";

/** The finding of a look at a log, compared with the checkpoint that was seen before. */
export type Look =
  /** The log continues what was seen: `note` is to be remembered. */
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly note: string }
  /** The log contradicts itself. `note` and the one seen before are evidence, where both are signed. */
  | {
      readonly ok: false;
      readonly kind: "SIGNATURE" | "OTHER_LOG" | "SHRUNK" | "FORKED";
      readonly what: string;
      readonly note: string;
    };

/**
 * Looks at a log once. @param seen the signed checkpoint that was seen last; null at the first look
 * @throws LogUnreachable when there is nothing to compare
 */
export async function lookAt(log: RemoteLog, keys: readonly NoteVerifier[], seen: string | null): Promise<Look> {
  const note = await log.checkpoint();
  const now = opened(note, keys);
  const contradiction = (kind: Extract<Look, { ok: false }>["kind"], what: string): Look => ({
    ok: false,
    kind,
    what,
    note,
  });
  if (now === null) return contradiction("SIGNATURE", "the checkpoint is not validly signed by the log's key");
  if (seen === null) return { ok: true, checkpoint: now, note };
  const before = parseCheckpointText(parseNote(seen).text);
  if (now.origin !== before.origin) {
    return contradiction("OTHER_LOG", `the log calls itself ${now.origin}, not ${before.origin}`);
  }
  if (now.size < before.size) {
    return contradiction("SHRUNK", `the log had ${before.size} leaves and signs ${now.size}`);
  }
  if (await continues(log, before, now)) return { ok: true, checkpoint: now, note };
  return contradiction("FORKED", `the log of ${now.size} leaves does not contain the ${before.size} that it signed`);
}

async function continues(log: RemoteLog, before: Checkpoint, now: Checkpoint): Promise<boolean> {
  if (before.size === now.size) return before.root.equals(now.root);
  const hasher = hasherFor(hashOfOrigin(now.origin));
  const nodes = consistencyRanges(before.size, now.size).flatMap(completeNodes);
  const read = await remoteNodes(log, hasher, { size: now.size, nodes });
  return isConsistent(hasher, before, now, consistencyProof(hasher, read, before.size, now.size));
}

function opened(note: string, keys: readonly NoteVerifier[]): Checkpoint | null {
  try {
    return openCheckpoint(note, keys);
  } catch {
    return null;
  }
}
