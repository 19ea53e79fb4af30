import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import * as v from "valibot";
import { sm2JwkOf, sm2PairOf, sm2PointOf } from "../jwt/sm2-jwk.ts";
import type { NationalCrypto } from "../jwt/national-crypto.ts";
import { list, Malformed, mapping, parse, type Boundary } from "../parse.ts";

/** A key of the hub or of a department: a private one of one's own, or a public one of the other side. */
export type SealKey = {
  /** Told by the key itself: the first 16 characters (base64url) of the SHA-256, or the SM3, of its public half. */
  readonly id: string;
} & (
  | { readonly curve: "X25519"; readonly key: KeyObject }
  /** A private number or a public point, in hexadecimal. */
  | { readonly curve: "SM2"; readonly key: string }
);

/** The curves of seals: RFC 7748's, and that of GB/T 32918.5 where a city has to have national algorithms. */
export type SealCurve = SealKey["curve"];

/** A private key's halves as JSON Web Keys (RFC 8037; SM2 as `sm2-jwk.ts` says). */
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
const X25519 = { kty: v.literal("OKP", '"OKP"'), crv: v.literal("X25519", '"X25519"'), x: half };
const SM2 = { kty: v.literal("EC", '"EC"'), crv: v.literal("SM2", '"SM2"'), x: half, y: half };
const few = "1 to 4 keys";
const setOf = <Key extends v.GenericSchema>(key: Key) =>
  mapping({ keys: v.pipe(list(key, few), v.minLength(1, few), v.maxLength(4, few)) }, 'a JWKS with a list "keys"');

const OPEN = setOf(v.union([mapping(X25519), mapping(SM2)], "a public key of X25519 or SM2 and nothing else"));
const SECRET = setOf(
  v.union([mapping({ ...X25519, d: half }), mapping({ ...SM2, d: half })], "a private key of X25519 or SM2"),
);

const idOf = (hash: "sha256" | "sm3", key: Buffer): string =>
  createHash(hash).update(key).digest("base64url").slice(0, 16);

const x25519Id = (x: string): string => idOf("sha256", Buffer.from(x, "base64url"));
const sm2Id = (point: string): string => idOf("sm3", Buffer.from(point, "hex"));

/** `--crypto gm`: one key of another kind, and none of the file is used. */
const assertNational = (keys: readonly SealKey[], what: string, crypto: NationalCrypto | undefined): void => {
  const other = crypto === "gm" ? keys.findIndex(({ curve }) => curve !== "SM2") : -1;
  if (other >= 0) throw new Malformed(BOUNDARY.code, `${what}.keys[${other}]`, "a key of SM2", "one of X25519");
};

const jsonOf = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(BOUNDARY.code, what, "JSON", "other text");
  }
};

/** Reads the public keys of the other side, the one to be used first. @throws Malformed also when a private half is among them */
export function readOpenKeys(text: string, crypto?: NationalCrypto): readonly SealKey[] {
  const { keys: read } = parse(OPEN, jsonOf(text, "public keys"), "public keys", BOUNDARY);
  const keys = read.map((jwk, index): SealKey => {
    if (jwk.crv === "X25519")
      return { id: x25519Id(jwk.x), curve: "X25519", key: createPublicKey({ key: jwk, format: "jwk" }) };
    const key = sm2PointOf(jwk);
    if (key === undefined) throw new Malformed(BOUNDARY.code, `public keys.keys[${index}]`, "a key", "no point of SM2");
    return { id: sm2Id(key), curve: "SM2", key };
  });
  assertNational(keys, "public keys", crypto);
  return keys;
}

/** Reads private keys of one's own, the one to be used first. @throws Malformed also when the halves of one do not belong together */
export function readSecretKeys(text: string, crypto?: NationalCrypto): readonly SealKey[] {
  const { keys: read } = parse(SECRET, jsonOf(text, "private keys"), "private keys", BOUNDARY);
  const keys = read.map((jwk, index): SealKey => {
    const broken = () =>
      new Malformed(BOUNDARY.code, `private keys.keys[${index}]`, "halves of one key", "two keys' halves");
    if (jwk.crv === "SM2") {
      const pair = sm2PairOf(jwk);
      if (pair === undefined) throw broken();
      return { id: sm2Id(pair.publicKey), curve: "SM2", key: pair.secret };
    }
    const key = createPrivateKey({ key: jwk, format: "jwk" });
    if (createPublicKey(key).export({ format: "jwk" })["x"] !== jwk.x) throw broken();
    return { id: x25519Id(jwk.x), curve: "X25519", key };
  });
  assertNational(keys, "private keys", crypto);
  return keys;
}

/** The secret of a private key and the other side's public one (RFC 7748, 6.1; GB/T 32918.1 for the curve). @throws when they are of two curves */
export function agreedSecret(own: SealKey, theirs: SealKey): Buffer {
  if (own.curve === "X25519" && theirs.curve === "X25519")
    return diffieHellman({ privateKey: own.key, publicKey: theirs.key });
  if (own.curve !== "SM2" || theirs.curve !== "SM2") throw new Error("The two sides' keys are of two curves");
  const pair = createECDH("SM2");
  pair.setPrivateKey(own.key, "hex");
  return pair.computeSecret(theirs.key, "hex");
}

/** Makes a key pair. */
export function newSealKeyPair(curve: SealCurve = "X25519"): SealKeyPair {
  if (curve === "SM2") {
    const pair = createECDH("SM2");
    const publicKey = pair.generateKeys("hex");
    const { d, ...point } = sm2JwkOf({ secret: pair.getPrivateKey("hex"), publicKey });
    return { secret: { ...point, d }, open: point };
  }
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
