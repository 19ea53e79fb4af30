import { claimedCheckpoint, openCheckpoint, type Checkpoint } from "../tree/checkpoint.ts";
import type { Cosigner } from "../tree/cosignature.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { parseNote, signatureLine, type NoteVerifier } from "../tree/note.ts";
import { isConsistent } from "../tree/proof/verify-proof.ts";
import type { WitnessStore } from "./witness-store.ts";

/** An HTTP answer of C2SP tlog-witness. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
  /** "text/x.tlog.size" with a 409 that tells the size. */
  readonly contentType: string;
}

/** A witness: its key, the logs that it follows, its memory and its clock. */
export interface Witness {
  readonly cosigner: Cosigner;
  /** Keys of each log by origin. */
  readonly logs: ReadonlyMap<string, readonly NoteVerifier[]>;
  readonly store: WitnessStore;
  /** POSIX seconds. */
  readonly now: () => number;
}

interface Submission {
  readonly old: number;
  readonly proof: readonly Buffer[];
  readonly note: string;
}

const MAX_PROOF = 63;

/**
 * The add-checkpoint call: cosigns a checkpoint only if it is signed by a followed log and provably continues the one cosigned
 * last. Remembers it before answering.
 */
export async function addCheckpoint(witness: Witness, body: string): Promise<WitnessAnswer> {
  const submission = parseSubmission(body);
  if (submission === null) return answer(400, "malformed request\n");
  const { note, old } = submission;
  const verifiers = witness.logs.get(claimedCheckpoint(note).origin);
  if (verifiers === undefined) return answer(404, "unknown log\n");
  const checkpoint = openCheckpoint(note, verifiers);
  if (checkpoint === null) return answer(403, "no valid signature of the log\n");
  if (old > checkpoint.size) return answer(400, "old size beyond the checkpoint\n");
  return witness.store.update(checkpoint.origin, (last) => {
    const refusal = refuse(last, submission, checkpoint);
    if (refusal !== null) return { keep: null, answer: refusal };
    const { text } = parseNote(note);
    const line = signatureLine(witness.cosigner.cosign(text, witness.now()));
    return { keep: { size: checkpoint.size, note: note + line }, answer: answer(200, line) };
  });
}

function refuse(
  last: { size: number; note: string } | null,
  { old, proof }: Submission,
  checkpoint: Checkpoint,
): WitnessAnswer | null {
  const size = last?.size ?? 0;
  if (old !== size) return { ...answer(409, `${size}\n`), contentType: "text/x.tlog.size" };
  if (last === null) return proof.length === 0 ? null : answer(422, "a proof from nothing is empty\n");
  const older = claimedCheckpoint(last.note);
  if (older.size === checkpoint.size && !older.root.equals(checkpoint.root)) {
    return answer(409, "another root for the same size\n");
  }
  const hasher = hasherFor(hashOfOrigin(checkpoint.origin));
  return isConsistent(hasher, older, checkpoint, proof) ? null : answer(422, "the consistency proof does not verify\n");
}

function parseSubmission(body: string): Submission | null {
  const end = body.indexOf("\n\n");
  const [first, ...lines] = body.slice(0, Math.max(end, 0)).split("\n");
  const old = /^old (0|[1-9][0-9]{0,14})$/.exec(first ?? "")?.[1];
  if (old === undefined || lines.length > MAX_PROOF) return null;
  if (!lines.every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line))) return null;
  const note = body.slice(end + 2);
  try {
    claimedCheckpoint(note);
  } catch {
    return null;
  }
  return { old: Number(old), proof: lines.map((line) => Buffer.from(line, "base64")), note };
}

function answer(status: WitnessAnswer["status"], body: string): WitnessAnswer {
  return { status, body, contentType: "text/plain; charset=utf-8" };
}
