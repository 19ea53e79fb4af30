import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import * as v from "valibot";
import { list, Malformed, mapping, parse, type Boundary } from "../parse.ts";

/** An X25519 key of the hub or of a department: a private one of one's own, or a public one of the other side. */
export interface SealKey {
  /** Told by the key itself: the first 16 characters (base64url) of the SHA-256 of its public half. */
  readonly id: string;
  readonly key: KeyObject;
}

/** A private key's halves as JSON Web Keys (RFC 8037). */
export interface SealKeyPair {
  readonly secret: JsonWebKey;
  readonly open: JsonWebKey;
}

/** File of a folder that holds one side's private keys; it MUST be readable by that side alone. */
export const SECRET_KEYS_FILE = "seal-keys.json";

/** File of a folder that holds the public halves: what the other side is given. */
export const OPEN_KEYS_FILE = "seal-keys.public.json";

const BOUNDARY: Boundary = { code: "HUB_SEAL_KEYS_INVALID", quotes: false };

const HALF = "32 bytes in base64url";
const half = v.pipe(v.string(HALF), v.regex(/^[\w-]{43}$/, HALF));
const common = { kty: v.literal("OKP", '"OKP"'), crv: v.literal("X25519", '"X25519"'), x: half };
const few = "1 to 4 keys";
const setOf = <Key extends v.GenericSchema>(key: Key) =>
  mapping({ keys: v.pipe(list(key, few), v.minLength(1, few), v.maxLength(4, few)) }, 'a JWKS with a list "keys"');

const OPEN = setOf(mapping(common, "a public X25519 key and nothing else"));
const SECRET = setOf(mapping({ ...common, d: half }, "a private X25519 key"));

const idOf = (x: string): string =>
  createHash("sha256").update(Buffer.from(x, "base64url")).digest("base64url").slice(0, 16);

const jsonOf = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(BOUNDARY.code, what, "JSON", "other text");
  }
};

/** Reads the public keys of the other side, the one to be used first. @throws Malformed also when a private half is among them */
export function readOpenKeys(text: string): readonly SealKey[] {
  const { keys } = parse(OPEN, jsonOf(text, "public keys"), "public keys", BOUNDARY);
  return keys.map((key) => ({ id: idOf(key.x), key: createPublicKey({ key, format: "jwk" }) }));
}

/** Reads private keys of one's own, the one to be used first. @throws Malformed also when the halves of one do not belong together */
export function readSecretKeys(text: string): readonly SealKey[] {
  const { keys } = parse(SECRET, jsonOf(text, "private keys"), "private keys", BOUNDARY);
  return keys.map((jwk, index) => {
    const key = createPrivateKey({ key: jwk, format: "jwk" });
    if (createPublicKey(key).export({ format: "jwk" })["x"] !== jwk.x) {
      throw new Malformed(BOUNDARY.code, `private keys.keys[${index}]`, "halves of one key", "two keys' halves");
    }
    return { id: idOf(jwk.x), key };
  });
}

/** Makes a key pair. */
export function newSealKeyPair(): SealKeyPair {
  const { x = "", d = "" } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  const open = { kty: "OKP", crv: "X25519", x };
  return { secret: { ...open, d }, open };
}

const LOOK_EVERY = 1_000;

/**
 * Keys whose source is read again at most once a second, so that a key changes without a restart and a removed one is out of
 * force. A source that cannot be read leaves the last good keys in force. @throws when the first reading fails
 */
export function followKeys(
  read: () => readonly SealKey[],
  report: (problem: string) => void,
  now: () => number = () => performance.now(),
): () => readonly SealKey[] {
  let keys = read();
  let looked = now();
  let told = "";
  return () => {
    if (now() - looked < LOOK_EVERY) return keys;
    looked = now();
    try {
      const next = read();
      // The same keys stay the same objects: what was agreed on under them is known.
      keys = next.map((one) => keys.find(({ id }) => id === one.id) ?? one);
      told = "";
    } catch (error) {
      const problem = error instanceof Error ? error.message : "unreadable";
      if (problem !== told) report(problem);
      told = problem;
    }
    return keys;
  };
}
