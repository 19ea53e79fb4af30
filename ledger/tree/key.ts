import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import type { NoteSigner, NoteVerifier } from "./note.ts";

/** Signature type bytes of C2SP signed-note that we issue: plain Ed25519, and time-stamped witness cosignatures. */
export const ED25519 = 0x01;
/** See {@link ED25519}. */
export const COSIGNATURE = 0x04;

/** A key pair as two single lines. The secret one MUST stay with its owner (file mode 0600). */
export interface KeyPair {
  /** `PRIVATE+KEY+<name>+<key id>+<type and seed>` */
  readonly secret: string;
  /** `<name>+<key id>+<type and public key>`, the vkey of signed-note. */
  readonly verifier: string;
}

/** The Ed25519 half of a parsed key line. */
export interface PublicPart {
  readonly name: string;
  readonly type: number;
  readonly keyId: Buffer;
  readonly key: KeyObject;
  /** The vkey line. */
  readonly verifier: string;
}

/** A parsed secret line. */
export interface SecretPart extends PublicPart {
  readonly secretKey: KeyObject;
}

const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** The key id of signed-note: the first four bytes of SHA-256(name || 0x0A || type || public key). */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): Buffer {
  return hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]), "buffer").subarray(0, 4);
}

/** A fresh Ed25519 key pair for a log (type 0x01) or a witness (type 0x04). */
export function generateKey(name: string, type: typeof ED25519 | typeof COSIGNATURE = ED25519): KeyPair {
  assertName(name);
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const keyId = keyIdOf(name, type, raw).toString("hex");
  return Object.freeze({
    secret: `PRIVATE+KEY+${name}+${keyId}+${Buffer.concat([Buffer.of(type), seed]).toString("base64")}`,
    verifier: verifierLine(name, type, raw),
  });
}

/** Reads a secret line. @throws SyntaxError without repeating any of it. */
export function parseSecret(line: string): SecretPart {
  const match = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(line.trim());
  const [, name, keyId, base64] = match ?? [];
  if (name === undefined || keyId === undefined || base64 === undefined) throw new SyntaxError("Not a secret key line");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== 33) throw new SyntaxError("Not an Ed25519 secret key");
  const secretKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, bytes.subarray(1)]),
    format: "der",
    type: "pkcs8",
  });
  const raw = createPublicKey(secretKey).export({ format: "der", type: "spki" }).subarray(-32);
  const part = publicPart(name, bytes.readUInt8(0), raw);
  if (part.keyId.toString("hex") !== keyId) throw new SyntaxError("The key id does not belong to the key");
  return Object.freeze({ ...part, secretKey });
}

/** Reads a vkey line. @throws SyntaxError when it is not one, or its key id is not that of its key. */
export function parseVerifier(line: string): PublicPart {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(line.trim());
  const [, name, keyId, base64] = match ?? [];
  if (name === undefined || keyId === undefined || base64 === undefined)
    throw new SyntaxError("Not a verifier key line");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== 33) throw new SyntaxError("Not an Ed25519 verifier key");
  const part = publicPart(name, bytes.readUInt8(0), bytes.subarray(1));
  if (part.keyId.toString("hex") !== keyId) throw new SyntaxError("The key id does not belong to the key");
  return part;
}

/** Signs notes with a log's secret line. @throws SyntaxError when the line is not a type 0x01 key. */
export function ed25519Signer(secretLine: string): NoteSigner {
  const { name, keyId, type, secretKey } = parseSecret(secretLine);
  if (type !== ED25519) throw new SyntaxError("Not a log's key");
  return Object.freeze({ name, keyId, sign: (text: string) => sign(null, Buffer.from(text), secretKey) });
}

/** Checks plain Ed25519 signatures by a log's vkey line. @throws SyntaxError when the line is not a type 0x01 key. */
export function ed25519Verifier(verifierKey: string): NoteVerifier {
  const { name, keyId, type, key } = parseVerifier(verifierKey);
  if (type !== ED25519) throw new SyntaxError("Not a log's key");
  return Object.freeze({
    name,
    keyId,
    verify: (text: string, signature: Buffer) => verify(null, Buffer.from(text), key, signature),
  });
}

function verifierLine(name: string, type: number, raw: Uint8Array): string {
  const material = Buffer.concat([Buffer.of(type), raw]).toString("base64");
  return `${name}+${keyIdOf(name, type, raw).toString("hex")}+${material}`;
}

function publicPart(name: string, type: number, raw: Buffer): PublicPart {
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: "der", type: "spki" });
  return { name, type, keyId: keyIdOf(name, type, raw), key, verifier: verifierLine(name, type, raw) };
}

function assertName(name: string): void {
  if (!/^[^\s+]+$/u.test(name)) throw new RangeError("A key name has neither spaces nor plus signs");
}
