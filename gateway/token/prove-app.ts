import { decodeJwt, decodeProtectedHeader, errors, importJWK, type JWTPayload } from "jose";
import { thumbprintOf, type AppKey } from "../../schema/app-keys.ts";
import { acceptedAlgorithms, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { sm2PointOf } from "../../schema/jwt/sm2-jwk.ts";
import { verifyJwt, type JwtKeys } from "../../schema/jwt/verify-jwt.ts";
import type { Register, RegisteredApp } from "../grant/register.ts";
import { TokenRefused } from "./token-refused.ts";

/** An app that has proved who it is. */
export interface ProvenApp {
  readonly id: string;
  readonly app: RegisteredApp;
  /** Thumbprint of the key by which it did. */
  readonly key: string;
  /** The assertion's id, which is good once. */
  readonly jti: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Seconds that an assertion may live from now on. */
const MOST_LIFE = 300;

/** Seconds by which clocks may differ. */
export const SKEW = 30;

const MOST_CHARACTERS = 8_192;
const TYPES = [undefined, "JWT", "client-authentication+jwt"];

const refuse = (description: string): never => {
  throw new TokenRefused("invalid_client", description);
};

/** The algorithms in which an app can prove itself, beside SM2. */
export const APP_ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "RS256", "PS256"];

/** The algorithms that a key verifies: none is taken from the assertion alone. */
const algorithmsOf = ({ kty, alg }: AppKey): readonly string[] => (kty === "OKP" ? ["EdDSA", "Ed25519"] : [alg]);

const imported = new WeakMap<AppKey, ReturnType<typeof importJWK>>();

const importKey = (key: AppKey): ReturnType<typeof importJWK> => {
  const known = imported.get(key) ?? importJWK({ ...key }, key.alg);
  imported.set(key, known);
  return known;
};

interface Stated {
  readonly id: string;
  readonly kid: string | undefined;
}

/** What an assertion says before anything of it is believed. */
const statedIn = (assertion: string): Stated => {
  try {
    if (assertion.length > MOST_CHARACTERS) return refuse("the assertion is too long");
    const { kid, typ } = decodeProtectedHeader(assertion);
    const { iss } = decodeJwt(assertion);
    if (!TYPES.includes(typ)) return refuse("typ is neither JWT nor client-authentication+jwt");
    if (typeof iss !== "string" || (kid !== undefined && typeof kid !== "string")) return refuse("iss names no app");
    return { id: iss, kid };
  } catch (error) {
    if (error instanceof TokenRefused) throw error;
    return refuse("the assertion is not a signed JWT");
  }
};

/** The app that an assertion names, before anything of it is believed. @throws TokenRefused */
export function appNamedIn(assertion: string): string {
  return statedIn(assertion).id;
}

const keyOf = ({ keys }: RegisteredApp, kid: string | undefined): AppKey => {
  const [key, ...others] = keys.filter((one) => kid === undefined || one.kid === kid);
  if (key === undefined) return refuse("the app has no such key in force");
  return others.length > 0 ? refuse("the app has several keys: kid names the one that signed") : key;
};

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return "the assertion has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === "nbf"
      ? "the assertion is not valid yet"
      : `the claim ${error.claim} is missing or malformed`;
  if (error instanceof errors.JOSEAlgNotAllowed) return "alg is not the one of the app's key";
  return "the app's key does not verify the assertion";
};

const keysOf = (key: AppKey): JwtKeys => ({
  find: () => importKey(key),
  findSm2: () => sm2PointOf({ ...key }) ?? refuse("the app's key is no key of SM2"),
});

const verified = async (
  assertion: string,
  key: AppKey,
  { now, crypto }: Pick<ProofCheck, "now" | "crypto">,
): Promise<JWTPayload> => {
  const accepted = acceptedAlgorithms(APP_ALGORITHMS, crypto);
  const algorithms = algorithmsOf(key).filter((alg) => accepted.includes(alg));
  if (algorithms.length === 0) return refuse("this hub accepts SM2 alone, and the app's key is of another kind");
  try {
    const { payload } = await verifyJwt(assertion, keysOf(key), {
      algorithms,
      requiredClaims: ["iss", "sub", "aud", "exp", "jti"],
      clockTolerance: SKEW,
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    return refuse(reasonOf(error));
  }
};

/** `aud` is the hub alone: an assertion that is good elsewhere too could be carried there, or brought from there. */
const isFor = (aud: JWTPayload["aud"], audiences: readonly string[]): boolean => {
  const [only, ...others] = typeof aud === "string" ? [aud] : (aud ?? []);
  return only !== undefined && others.length === 0 && audiences.includes(only);
};

/** What an assertion is measured by. */
export interface ProofCheck {
  /** The hub's names. */
  readonly audiences: readonly string[];
  readonly crypto: NationalCrypto | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Proves an app by its assertion (RFC 7523, 3): signed by a key that the register has for the app, `iss` and `sub` the app, `aud` the hub
 * alone, living five minutes at most, with an id. Whether the id was used before is for the caller to find out.
 * @throws TokenRefused
 */
export async function proveApp(
  assertion: string,
  { apps }: Register,
  { audiences, crypto, now }: ProofCheck,
): Promise<ProvenApp> {
  const { id, kid } = statedIn(assertion);
  const app = apps.get(id) ?? refuse("the register of parties has no such app");
  const key = keyOf(app, kid);
  const { sub, aud, exp = 0, iat, jti = "" } = await verified(assertion, key, { now, crypto });
  const seconds = now / 1_000;
  if (sub !== id) refuse("iss and sub are not the same app");
  if (!isFor(aud, audiences)) refuse("aud is not this hub alone");
  if (exp > seconds + MOST_LIFE + SKEW) refuse(`the assertion lives longer than ${MOST_LIFE} seconds`);
  if (iat !== undefined && iat > seconds + SKEW) refuse("the assertion was issued in the future");
  if (typeof jti !== "string" || !/^[\x21-\x7e]{8,128}$/.test(jti)) refuse("jti is not 8 to 128 visible characters");
  return { id, app, key: thumbprintOf(key), jti, expiresAt: exp };
}
