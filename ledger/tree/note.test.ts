import { expect, test } from "@jest/globals";
import { cosignatureVerifier, cosignedAt, cosignerOf } from "./cosignature.ts";
import { checkpointText, openCheckpoint, parseCheckpointText } from "./checkpoint.ts";
import { COSIGNATURE, ed25519Signer, ed25519Verifier, generateKey, parseVerifier } from "./key.ts";
import { parseNote, signatureLine, signNote, verifiedSignatures } from "./note.ts";
import { generateSm2Key, sm2Signer, sm2Verifier } from "./sm2.ts";

// The example of the signed-note package of Go's sumdb, which the specification was written from.
const PETER =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

test("a note signed by another implementation verifies", () => {
  expect(verifiedSignatures(parseNote(PETER), [ed25519Verifier(PETER_KEY)])).toHaveLength(1);
});

test("a note with one letter changed, or read with another key, does not", () => {
  const bent = parseNote(PETER.replace("cryptography", "kryptography"));
  expect(verifiedSignatures(bent, [ed25519Verifier(PETER_KEY)])).toEqual([]);
  expect(verifiedSignatures(parseNote(PETER), [ed25519Verifier(generateKey("PeterNeumann").verifier)])).toEqual([]);
});

test("what is not a note is refused", () => {
  for (const text of ["", "no signature\n", "a\n\n- x y\n", "a\n\n— name AAAA\n", "a\u0007\n\n— name AAAAAAA=\n"]) {
    expect(() => parseNote(text)).toThrow(SyntaxError);
  }
});

test("a key whose id does not belong to it is refused", () => {
  expect(() => parseVerifier(PETER_KEY.replace("c74f20a3", "c74f20a4"))).toThrow("does not belong");
  expect(() => generateKey("two words")).toThrow("spaces");
});

const ORIGIN = "hub.example/ledger";
const CHECKPOINT = { origin: ORIGIN, size: 42, root: Buffer.alloc(32, 9) };

test("a checkpoint carries Ed25519, SM2 and a witness's line, each checked by its own key", () => {
  const log = generateKey(ORIGIN);
  const sm2 = generateSm2Key();
  const witness = generateKey("witness.example", COSIGNATURE);
  const text = checkpointText(CHECKPOINT);
  const note =
    signNote(text, [ed25519Signer(log.secret), sm2Signer(ORIGIN, sm2)]) +
    signatureLine(cosignerOf(witness.secret).cosign(text, 1_795_000_000));
  expect(openCheckpoint(note, [ed25519Verifier(log.verifier)])).toEqual(CHECKPOINT);
  expect(openCheckpoint(note, [sm2Verifier(ORIGIN, sm2.publicKey)])).toEqual(CHECKPOINT);
  const [cosignature] = verifiedSignatures(parseNote(note), [cosignatureVerifier(witness.verifier)]);
  expect(cosignature && cosignedAt(cosignature.signature)).toBe(1_795_000_000);
  const stranger = generateKey(ORIGIN);
  expect(openCheckpoint(note, [ed25519Verifier(stranger.verifier)])).toBeNull();
});

test("one wrong line of a known key spoils the note, even beside a right one", () => {
  const log = generateKey(ORIGIN);
  const sm2 = generateSm2Key();
  const note = signNote(checkpointText(CHECKPOINT), [ed25519Signer(log.secret)]);
  const other = signNote(checkpointText({ ...CHECKPOINT, size: 43 }), [sm2Signer(ORIGIN, sm2)]);
  const spoiled = note + other.slice(other.indexOf("\n\n") + 2);
  const keys = [ed25519Verifier(log.verifier), sm2Verifier(ORIGIN, sm2.publicKey)];
  expect(openCheckpoint(spoiled, keys)).toBeNull();
});

test("a checkpoint has no extension lines, no leading zeroes, and a root of 32 bytes", () => {
  const root = CHECKPOINT.root.toString("base64");
  for (const text of [
    `${ORIGIN}\n042\n${root}\n`,
    `${ORIGIN}\n42\n${root}\nmore\n`,
    `${ORIGIN}\n42\nAAAA\n`,
    `${ORIGIN}\n-1\n${root}\n`,
    `${ORIGIN}\n9999999999999999\n${root}\n`,
  ]) {
    expect(() => parseCheckpointText(text)).toThrow(SyntaxError);
  }
});
