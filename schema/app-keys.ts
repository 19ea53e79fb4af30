import { createHash, createPublicKey } from "node:crypto";
import * as v from "valibot";
import { sm2PointOf } from "./jwt/sm2-jwk.ts";
import { list, Malformed, mapping, oneOf, parse, partOf, type Boundary } from "./parse.ts";

/** A public key by which an app proves who it is (JSON Web Key, RFC 7517): what the register of parties keeps of it. */
export interface AppKey {
  readonly kty: "OKP" | "EC" | "RSA";
  readonly kid: string;
  readonly alg: "EdDSA" | "ES256" | "SM2" | "RS256" | "PS256";
  readonly crv?: "Ed25519" | "P-256" | "SM2";
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** Keys that an app may have at once: one in use, others that come or go. */
export const MOST_APP_KEYS = 5;

/** Characters of a JWKS with as many keys as there may be, RSA of 4096 bits among them. */
export const LONGEST_JWKS = 10_000;

const BOUNDARY: Boundary = { code: "HUB_APP_KEYS_INVALID", quotes: false };

const KID = "a key id of 1 to 64 letters, digits, . _ ~ -";
const USE = '"sig"';
const SIGNS = 'verification alone: ["verify"]';
const HALF = "32 bytes in base64url";
const MODULUS = "a modulus of 2048 to 4096 bits in base64url";
const half = v.pipe(v.string(HALF), v.regex(/^[\w-]{43}$/, HALF));
const about = {
  kid: v.optional(v.pipe(v.string(KID), v.regex(/^[\w.~-]{1,64}$/, KID))),
  use: v.optional(v.literal("sig", USE)),
  key_ops: v.optional(v.pipe(list(v.literal("verify", SIGNS), SIGNS), v.length(1, SIGNS))),
};
const KINDS = {
  OKP: mapping({
    ...about,
    kty: v.literal("OKP"),
    crv: v.literal("Ed25519", '"Ed25519"'),
    x: half,
    alg: v.optional(oneOf(["EdDSA", "Ed25519"])),
  }),
  EC: mapping({
    ...about,
    kty: v.literal("EC"),
    crv: oneOf(["P-256", "SM2"]),
    x: half,
    y: half,
    alg: v.optional(oneOf(["ES256", "SM2"])),
  }),
  RSA: mapping({
    ...about,
    kty: v.literal("RSA"),
    n: v.pipe(v.string(MODULUS), v.regex(/^[\w-]{342,683}$/, MODULUS)),
    e: v.literal("AQAB", '"AQAB"'),
    alg: v.optional(oneOf(["RS256", "PS256"])),
  }),
} as const;
const KIND = partOf({ kty: oneOf(["OKP", "EC", "RSA"]) }, "a key");
const FEW = `at most ${MOST_APP_KEYS} keys`;
const JWKS = mapping(
  { keys: v.pipe(list(v.unknown(), FEW), v.maxLength(MOST_APP_KEYS, FEW)) },
  'a JWKS with a list "keys"',
);

/** SHA-256 of a key's required members (RFC 7638), base64url: what a key is called by, whatever its `kid`. */
export function thumbprintOf({ kty, crv, x, y, n, e }: Omit<AppKey, "kid" | "alg">): string {
  const members = kty === "RSA" ? { e, kty, n } : kty === "EC" ? { crv, kty, x, y } : { crv, kty, x };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

/** The algorithm of a key that states none, or states it by its newer name (RFC 9864). A curve has one. */
const ALGORITHMS = { Ed25519: "EdDSA", "P-256": "ES256", SM2: "SM2" } as const;

/** The members that make a key what it is; what it is for is the same for all. */
const membersOf = (key: v.InferOutput<(typeof KINDS)[keyof typeof KINDS]>) => {
  if (key.kty === "RSA") return { kty: key.kty, n: key.n, e: key.e };
  const point = { crv: key.crv, x: key.x };
  return key.kty === "EC" ? { kty: key.kty, ...point, y: key.y } : { kty: key.kty, ...point };
};

const readKey = (value: unknown, where: string): AppKey => {
  const { kty } = parse(KIND, value, where, BOUNDARY);
  const read = parse<v.InferOutput<(typeof KINDS)[typeof kty]>>(KINDS[kty], value, where, BOUNDARY);
  const members = membersOf(read);
  const ofCurve = read.kty === "RSA" ? undefined : ALGORITHMS[read.crv];
  const alg = read.alg === undefined || read.alg === "Ed25519" ? (ofCurve ?? "RS256") : read.alg;
  if (ofCurve !== undefined && alg !== ofCurve)
    throw new Malformed(BOUNDARY.code, `${where}.alg`, ofCurve, "the other");
  return { ...members, kid: read.kid ?? thumbprintOf(members), alg };
};

/** A point that lies on no curve, or a modulus of other length, is no key. */
const isKey = (key: AppKey): boolean => {
  if (key.crv === "SM2") return sm2PointOf({ ...key }) !== undefined;
  try {
    const made = createPublicKey({ key: { ...key }, format: "jwk" });
    const bits = made.asymmetricKeyDetails?.modulusLength;
    return key.kty !== "RSA" || (bits !== undefined && bits >= 2048 && bits <= 4096);
  } catch {
    return false;
  }
};

/**
 * Reads an app's keys from a JWKS. Each has a `kid` afterwards, its thumbprint where it had none, and an `alg`.
 * @throws Malformed (HUB_APP_KEYS_INVALID) for a private or symmetric key, another kind of key, a member that no public key has, two keys of
 * one id, and one key twice; no value stands in a message
 */
export function readAppKeys(value: unknown, root = "keys"): readonly AppKey[] {
  const keys = parse(JWKS, value, root, BOUNDARY).keys.map((key, at) => readKey(key, `${root}.keys[${at}]`));
  const broken = keys.findIndex((key) => !isKey(key));
  if (broken >= 0) throw new Malformed(BOUNDARY.code, `${root}.keys[${broken}]`, "a key", "numbers that are none");
  const names = keys.flatMap((key) => [`kid ${key.kid}`, `key ${thumbprintOf(key)}`]);
  if (new Set(names).size < names.length)
    throw new Malformed(
      BOUNDARY.code,
      `${root}.keys`,
      "keys that differ, each with an id of its own",
      "the same twice",
    );
  return keys;
}
