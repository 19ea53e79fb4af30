import { expect, test } from "@jest/globals";
import { cosignatureVerifier, cosignedAt, cosignerOf } from "./cosignature.ts";
import { checkpointText, openCheckpoint, parseCheckpointText } from "./checkpoint.ts";
import { COSIGNATURE, ed25519Signer, ed25519Verifier, generateKey, parseVerifier } from "./key.ts";
import { parseNote, signatureLine, signNote, verifiedSignatures } from "./note.ts";
import { lacksSecond, uncheckedLines } from "./signature-lines.ts";
import { parseSm2Secret, sm2Lines, sm2Signer, sm2Verifier, sm2VerifierOf } from "./sm2.ts";
import { generateSm2Key } from "./sm2-signature.ts";

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
  expect(openCheckpoint(note, [ed25519Verifier(log.verifier), sm2Verifier(ORIGIN, sm2.publicKey)])).toEqual(CHECKPOINT);
  const [cosignature] = verifiedSignatures(parseNote(note), [cosignatureVerifier(witness.verifier)]);
  expect(cosignature && cosignedAt(cosignature.signature)).toBe(1_795_000_000);
  const stranger = generateKey(ORIGIN);
  expect(openCheckpoint(note, [ed25519Verifier(stranger.verifier)])).toBeNull();
});

test("an SM2 line alone does not make a checkpoint the log's, and with its key given it has to be there", () => {
  const log = generateKey(ORIGIN);
  const sm2 = sm2Lines(ORIGIN, generateSm2Key());
  const keys = [ed25519Verifier(log.verifier), sm2VerifierOf(sm2.verifier)];
  const text = checkpointText(CHECKPOINT);
  const second = sm2Signer(ORIGIN, parseSm2Secret(sm2.secret).keys);
  expect(openCheckpoint(signNote(text, [second]), keys)).toBeNull();
  const plain = signNote(text, [ed25519Signer(log.secret)]);
  expect([openCheckpoint(plain, keys), lacksSecond(plain, keys)]).toEqual([CHECKPOINT, true]);
  const both = signNote(text, [ed25519Signer(log.secret), second]);
  expect([lacksSecond(both, keys), uncheckedLines(both, keys)]).toEqual([false, []]);
  // Without its key the line is ignored, and told.
  expect(uncheckedLines(both, keys.slice(0, 1))).toMatchObject([{ name: ORIGIN, keyId: second.keyId }]);
});

test("SM2 key lines are those of signed-note with a type of our own; a damaged one is refused", () => {
  const { verifier, secret } = sm2Lines(ORIGIN, generateSm2Key());
  const [, keyId = ""] = verifier.split("+");
  expect(secret).toMatch(new RegExp(`^PRIVATE\\+KEY\\+${ORIGIN}\\+${keyId}\\+`));
  const other = keyId.startsWith("0") ? `1${keyId.slice(1)}` : `0${keyId.slice(1)}`;
  expect(() => sm2VerifierOf(verifier.replace(keyId, other))).toThrow("does not belong");
  expect(() => parseSm2Secret(secret.replace(keyId, other))).toThrow("does not belong");
  expect(() => sm2VerifierOf(generateKey(ORIGIN).verifier)).toThrow("Not an SM2 key line");
  // The signature of another implementation's shape: too short, or not in range.
  const key = sm2VerifierOf(verifier);
  expect(
    [Buffer.alloc(0), Buffer.alloc(63, 1), Buffer.alloc(64), Buffer.alloc(64, 255)].map((bytes) =>
      key.verify("x", bytes),
    ),
  ).toEqual([false, false, false, false]);
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

test("L10: extension lines of a checkpoint are allowed, as C2SP says; an empty log has the root of nothing", () => {
  const root = CHECKPOINT.root.toString("base64");
  expect(parseCheckpointText(`${ORIGIN}\n42\n${root}\nmore\nand more\n`)).toMatchObject({ size: 42 });
  expect(() => parseCheckpointText(`${ORIGIN}\n42\n${root}\n\nmore\n`)).toThrow(SyntaxError);
  const nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  expect(parseCheckpointText(`${ORIGIN}\n0\n${nothing}\n`)).toMatchObject({ size: 0 });
  expect(() => parseCheckpointText(`${ORIGIN}\n0\n${root}\n`)).toThrow(SyntaxError);
});

test("a checkpoint has no leading zeroes, and a root of 32 bytes", () => {
  const root = CHECKPOINT.root.toString("base64");
  for (const text of [
    `${ORIGIN}\n042\n${root}\n`,
    `${ORIGIN}\n42\nAAAA\n`,
    `${ORIGIN}\n-1\n${root}\n`,
    `${ORIGIN}\n9999999999999999\n${root}\n`,
  ]) {
    expect(() => parseCheckpointText(text)).toThrow(SyntaxError);
  }
});
