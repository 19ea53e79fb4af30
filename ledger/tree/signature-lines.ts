import { isOf, parseNote, type NoteSignature, type NoteVerifier } from "./note.ts";

/**
 * True when second (SM2) keys are among those given and the note has a line by none of them. Whether the line is right is
 * `openCheckpoint`'s to say.
 */
export function lacksSecond(note: string, verifiers: readonly NoteVerifier[]): boolean {
  const second = verifiers.filter((verifier) => verifier.second === true);
  const { signatures } = parseNote(note);
  return second.length > 0 && !signatures.some((line) => second.some((verifier) => isOf(verifier, line)));
}

/** The note's signature lines that none of the keys can check: they prove nothing, and a reader has to be told. */
export function uncheckedLines(note: string, verifiers: readonly NoteVerifier[]): readonly NoteSignature[] {
  return parseNote(note).signatures.filter((line) => !verifiers.some((verifier) => isOf(verifier, line)));
}
