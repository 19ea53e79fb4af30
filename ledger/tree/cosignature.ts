import { sign, verify } from "node:crypto";
import { COSIGNATURE, parseSecret, parseVerifier } from "./key.ts";
import { parseNote, verifiedSignatures, type NoteSignature, type NoteVerifier } from "./note.ts";

const TIMESTAMP_BYTES = 8;

/** Signs checkpoints as a witness: a statement that at `time` this was the largest consistent tree that it knew. */
export interface Cosigner {
  readonly name: string;
  /** @param time POSIX seconds */
  cosign(text: string, time: number): NoteSignature;
}

/** A witness's key at work (C2SP tlog-cosignature, Ed25519). @throws SyntaxError when the line is not a type 0x04 key. */
export function cosignerOf(secretLine: string): Cosigner {
  const { name, keyId, type, secretKey } = parseSecret(secretLine);
  if (type !== COSIGNATURE) throw new SyntaxError("Not a witness's key");
  return Object.freeze({
    name,
    cosign(text: string, time: number): NoteSignature {
      const stamp = Buffer.alloc(TIMESTAMP_BYTES);
      stamp.writeBigUInt64BE(BigInt(time));
      return { name, keyId, signature: Buffer.concat([stamp, sign(null, message(text, time), secretKey)]) };
    },
  });
}

/** Checks a witness's cosignatures by its vkey line. @throws SyntaxError when the line is not a type 0x04 key. */
export function cosignatureVerifier(verifierKey: string): NoteVerifier {
  const { name, keyId, type, key } = parseVerifier(verifierKey);
  if (type !== COSIGNATURE) throw new SyntaxError("Not a witness's key");
  return Object.freeze({
    name,
    keyId,
    verify: (text: string, signature: Buffer) =>
      signature.length > TIMESTAMP_BYTES &&
      verify(null, message(text, cosignedAt(signature)), key, signature.subarray(TIMESTAMP_BYTES)),
  });
}

/** When a cosignature says it was made, in POSIX seconds. */
export function cosignedAt(signature: Buffer): number {
  return Number(signature.readBigUInt64BE(0));
}

/** When these witnesses cosigned the note, in POSIX seconds; signatures of other kinds tell no time. */
export function cosignedTimes(note: string, verifiers: readonly NoteVerifier[]): readonly number[] {
  return verifiedSignatures(parseNote(note), verifiers)
    .filter(({ signature }) => signature.length === TIMESTAMP_BYTES + 64)
    .map(({ signature }) => cosignedAt(signature));
}

function message(text: string, time: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}
