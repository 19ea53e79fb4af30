import { createECDH, ECDH } from "node:crypto";
import type { JWK } from "jose";
import type { Sm2KeyPair } from "../../ledger/tree/sm2-signature.ts";

/**
 * A public SM2 key as a JSON Web Key. No registry has a name for it: `kty` EC with `crv` and `alg` SM2 is what an expired draft of the IETF
 * (draft-dang-webauthn-sm2-00) proposes. GM/T 0125, the national standard of these forms, was not to be had.
 */
interface Sm2Jwk {
  readonly kty: "EC";
  readonly crv: "SM2";
  /** 32 bytes in base64url. */
  readonly x: string;
  readonly y: string;
}

/** Both halves. */
export interface Sm2SecretJwk extends Sm2Jwk {
  readonly d: string;
}

const hexOf = (text: string): string => Buffer.from(text, "base64url").toString("hex");
const textOf = (hex: string): string => Buffer.from(hex.padStart(64, "0"), "hex").toString("base64url");

/** A key pair as a JSON Web Key. */
export function sm2JwkOf({ secret, publicKey }: Sm2KeyPair): Sm2SecretJwk {
  return {
    kty: "EC",
    crv: "SM2",
    x: textOf(publicKey.slice(2, 66)),
    y: textOf(publicKey.slice(66)),
    d: textOf(secret),
  };
}

const COORDINATE = /^[\w-]{43}$/;

/** The point of a public key in hexadecimal (04…); undefined when the key is of another kind, or no point of the curve. */
export function sm2PointOf({ kty, crv, x, y }: JWK): string | undefined {
  if (kty !== "EC" || crv !== "SM2" || !COORDINATE.test(x ?? "") || !COORDINATE.test(y ?? "")) return undefined;
  const point = `04${hexOf(x ?? "")}${hexOf(y ?? "")}`;
  try {
    ECDH.convertKey(point, "SM2", "hex", "hex", "uncompressed");
    return point;
  } catch {
    return undefined;
  }
}

/** A key pair; undefined when its halves do not belong together, or are none. */
export function sm2PairOf(key: JWK): Sm2KeyPair | undefined {
  const publicKey = sm2PointOf(key);
  if (publicKey === undefined || !COORDINATE.test(key.d ?? "")) return undefined;
  const secret = hexOf(key.d ?? "");
  const pair = createECDH("SM2");
  try {
    pair.setPrivateKey(secret, "hex");
  } catch {
    return undefined;
  }
  return pair.getPublicKey("hex") === publicKey ? { secret, publicKey } : undefined;
}
