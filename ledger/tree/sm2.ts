import { sm2 } from "sm-crypto-v2";
import { keyIdOf, type KeyPair } from "./key.ts";
import type { NoteSigner, NoteVerifier } from "./note.ts";
import { isSm2Signed, signSm2, type Sm2KeyPair } from "./sm2-signature.ts";

/**
 * A second signature line in SM2 with SM3 (`sm2-signature.ts`), for readers whose rules ask for national
 * algorithms. signed-note has no byte for it, so the type is 0xff followed by a name of our own; key lines are those of signed-note
 * with this type, name and the key.
 */
const TYPE = 0xff;
const IDENTIFIER = Buffer.from("shali-hub/sm2-with-sm3\n");
const PREFIX = Buffer.concat([Buffer.of(TYPE), IDENTIFIER]);
const PUBLIC_BYTES = 65;
const SECRET_BYTES = 32;

/** Signs notes with an SM2 key under the log's name. */
export function sm2Signer(name: string, keys: Sm2KeyPair): NoteSigner {
  return Object.freeze({
    name,
    keyId: sm2KeyId(name, keys.publicKey),
    sign: (text: string) => signSm2(Buffer.from(text), keys),
  });
}

/** Checks SM2 signatures under the log's name: a second line, which never makes a note the log's by itself. */
export function sm2Verifier(name: string, publicKey: string): NoteVerifier {
  return Object.freeze({
    name,
    keyId: sm2KeyId(name, publicKey),
    second: true,
    verify: (text: string, signature: Buffer) => isSm2Signed(Buffer.from(text), signature, publicKey),
  });
}

/** The two lines of a key pair: the secret one MUST stay with its owner. */
export function sm2Lines(name: string, { secret, publicKey }: Sm2KeyPair): KeyPair {
  const keyId = sm2KeyId(name, publicKey).toString("hex");
  const encoded = (key: string): string =>
    Buffer.concat([PREFIX, Buffer.from(key.padStart(2 * SECRET_BYTES, "0"), "hex")]).toString("base64");
  return Object.freeze({
    secret: `PRIVATE+KEY+${name}+${keyId}+${encoded(secret)}`,
    verifier: `${name}+${keyId}+${encoded(publicKey)}`,
  });
}

/** Reads a verifier line. @throws SyntaxError when it is none of an SM2 key, or its key id is not that of its key. */
export function sm2VerifierOf(line: string): NoteVerifier {
  const { name, keyId, key } = partsOf(line.trim(), PUBLIC_BYTES);
  if (!sm2.verifyPublicKey(key)) throw new SyntaxError("Not a point of the SM2 curve");
  const verifier = sm2Verifier(name, key);
  if (verifier.keyId.toString("hex") !== keyId) throw new SyntaxError("The key id does not belong to the key");
  return verifier;
}

/** Reads a secret line. @throws SyntaxError without repeating any of it. */
export function parseSm2Secret(line: string): { readonly name: string; readonly keys: Sm2KeyPair } {
  const { name, keyId, key } = partsOf(line.trim().replace(/^PRIVATE\+KEY\+/, ""), SECRET_BYTES);
  const keys = Object.freeze({ secret: key, publicKey: sm2.getPublicKeyFromPrivateKey(key) });
  if (sm2KeyId(name, keys.publicKey).toString("hex") !== keyId) {
    throw new SyntaxError("The key id does not belong to the key");
  }
  return { name, keys };
}

function partsOf(line: string, bytes: number): { readonly name: string; readonly keyId: string; readonly key: string } {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(line);
  const [, name, keyId, base64] = match ?? [];
  if (name === undefined || keyId === undefined || base64 === undefined) throw new SyntaxError("Not an SM2 key line");
  const data = Buffer.from(base64, "base64");
  if (!data.subarray(0, PREFIX.length).equals(PREFIX) || data.length !== PREFIX.length + bytes) {
    throw new SyntaxError("Not an SM2 key line");
  }
  return { name, keyId, key: data.subarray(PREFIX.length).toString("hex") };
}

function sm2KeyId(name: string, publicKey: string): Buffer {
  return keyIdOf(name, TYPE, Buffer.concat([IDENTIFIER, Buffer.from(publicKey, "hex")]));
}
