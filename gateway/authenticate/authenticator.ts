import { createHash } from "node:crypto";
import { decodeJwt, errors, type JWSHeaderParameters } from "jose";
import { acceptedAlgorithms, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { verifyJwt } from "../../schema/jwt/verify-jwt.ts";
import { Malformed } from "../../schema/parse.ts";
import type { Words } from "../../schema/words.ts";
import type { Caller } from "./caller.ts";
import { callerFromClaims } from "./claims.ts";
import { fixedKeys, type KeySource } from "./key-source.ts";
import type { IsRevoked } from "./revocations.ts";

/** The sender of a request. */
export type Authentication =
  | { readonly kind: "caller"; readonly caller: Caller }
  /** No token at all. */
  | { readonly kind: "anonymous" }
  /** A token that is not accepted; `reason` may be told to its bearer. */
  | { readonly kind: "refused"; readonly reason: Words };

/** Authenticates the value of an `authorization` header: at once when it is known already, which is nearly always. Never rejects. */
export type Authenticator = (authorization: string | null) => Authentication | Promise<Authentication>;

/** The hub as an issuer of tokens itself, to apps that have proved who they are. */
export interface OwnIssuer {
  readonly issuer: string;
  readonly keys: KeySource;
  readonly isRevoked: IsRevoked;
}

/** The measure of a token: keys, audience, issuer, revocations. */
export interface AuthenticatorOptions {
  /** Keys of the city's issuer; absent where the hub's own tokens alone are accepted. */
  readonly keys?: KeySource;
  readonly own?: OwnIssuer | undefined;
  /** `aud` must contain it; default `shali-hub`. */
  readonly audience?: string;
  /** `iss` must be it, where given. */
  readonly issuer?: string;
  readonly isRevoked?: IsRevoked;
  readonly crypto?: NationalCrypto | undefined;
  readonly clock?: () => number;
}

const ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "RS256"];
const NO_KEYS = fixedKeys({ keys: [] });
const MOST_TOKENS = 10_000;
const MOST_CHARACTERS = 8_192;
/** Milliseconds: even a long-lived token is verified again after this, since a remote key may have been withdrawn. */
const MOST_AGE = 300_000;
/** Seconds: no token may live longer from now on. A token of years outlives its officer, its keys and its revocation. */
const MOST_LIFE = 31 * 86_400;
/** Media types of a token (RFC 7519, 5.1; RFC 9068, 2.1). Other JWTs that the hub's keys sign are none (RFC 8725, 3.11). */
const TYPES = /^(?:application\/)?(?:at\+)?jwt$/i;
/** Media type of the hub's own tokens (RFC 9068, 2.1). */
export const OWN_TYPE = "at+jwt";
/** Seconds of difference between clocks that are forgiven for `nbf`; an expired token is expired. */
const SKEW = 5;

const EXPIRED: Words = { en: "the token has expired", zh: "令牌已过期" };
const WRONG_TYPE: Words = { en: "the token's type is not accepted", zh: "令牌类型未获接受" };
const TOO_LONG: Words = { en: "the token lives longer than 31 days", zh: "令牌有效期超过31天" };

const refused = (en: string, zh: string): Authentication => ({ kind: "refused", reason: { en, zh } });

const BEARER = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/**
 * Hash of what is signed, the first two parts. A token's signature has several spellings (unused bits of base64url, the
 * other half of ECDSA), what it signs has one.
 */
const contentHash = (token: string): string =>
  createHash("sha256")
    .update(token.slice(0, token.lastIndexOf(".")))
    .digest("hex");

const reasonOf = (error: unknown): Words => {
  if (error instanceof Malformed) {
    return { en: `the token is malformed: ${error.message}`, zh: `令牌格式有误：${error.where}` };
  }
  if (error instanceof errors.JWTExpired) return EXPIRED;
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === "nbf"
      ? { en: "the token is not valid yet", zh: "令牌尚未生效" }
      : { en: `the token's claim ${error.claim} is not accepted`, zh: `令牌的声明 ${error.claim} 未获接受` };
  }
  if (error instanceof errors.JWKSNoMatchingKey)
    return { en: "the token's key is not known", zh: "令牌的密钥不可识别" };
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return { en: "the token's algorithm is not accepted", zh: "令牌的签名算法未获接受" };
  }
  if (error instanceof errors.JOSEError) return { en: "the token is not valid", zh: "令牌无效" };
  return { en: "the token cannot be verified at present", zh: "暂时无法核验令牌" };
};

type Found = { readonly caller: Caller } | { readonly reason: Words };

/** The issuer whose keys a token is measured by: it may say which, and the keys tell whether that is true. */
const issuerIn = (token: string): unknown => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

const isTypeOf = ({ typ }: JWSHeaderParameters, isOwn: boolean): boolean =>
  isOwn ? typ === OWN_TYPE : typ === undefined || TYPES.test(typ);

interface Known {
  readonly caller: Caller;
  readonly keys: KeySource;
  readonly keysVersion: number;
  /** When it expires, in milliseconds since 1970. */
  readonly until: number;
  /** When it was verified, by the clock and by the time that passes, which nobody sets back. */
  readonly verifiedAt: number;
  readonly verified: number;
}

/** True for a token that has not expired, was verified lately, and whose issuer's keys are the same. */
const isFresh = ({ until, verifiedAt, verified, keys, keysVersion }: Known, now: number): boolean =>
  now < until && Math.max(now - verifiedAt, performance.now() - verified) < MOST_AGE && keysVersion === keys.version();

const forgetOldest = (known: Map<string, Known>): void => {
  const oldest = known.size >= MOST_TOKENS ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
};

/**
 * Verifies bearer tokens: JWTs signed with EdDSA, ES256, RS256 or SM2; `typ`, `exp` (31 days ahead at most), `nbf`, `aud` and,
 * where given, `iss` are checked, and no claim may be malformed.
 * A token that names the hub as its issuer is measured by the hub's own keys, and every other by those of the city's issuer.
 * Verified tokens are remembered until they expire, never longer, and not beyond a change of the keys; the revocation list
 * is asked every time. Never throws for what a caller sends.
 */
export function createAuthenticator({
  keys: theirs = NO_KEYS,
  own,
  audience = "shali-hub",
  issuer,
  isRevoked = () => false,
  crypto,
  clock = Date.now,
}: AuthenticatorOptions): Authenticator {
  const known = new Map<string, Known>();
  const algorithms = acceptedAlgorithms(ALGORITHMS, crypto);
  const recall = (token: string): Caller | undefined => {
    const found = known.get(token);
    if (found && isFresh(found, clock())) return found.caller;
    known.delete(token);
    return undefined;
  };
  const verify = async (token: string): Promise<Found> => {
    const isOwn = own !== undefined && issuerIn(token) === own.issuer;
    const keys = isOwn ? own.keys : theirs;
    const demanded = isOwn ? own.issuer : issuer;
    const keysVersion = keys.version();
    const now = clock();
    try {
      const { payload, protectedHeader } = await verifyJwt(token, keys, {
        algorithms,
        audience,
        ...(demanded === undefined ? {} : { issuer: demanded }),
        requiredClaims: ["exp", "aud"],
        clockTolerance: SKEW,
        currentDate: new Date(now),
      });
      if (!isTypeOf(protectedHeader, isOwn)) return { reason: WRONG_TYPE };
      const caller = callerFromClaims(payload, contentHash(token));
      if (isOwn !== (caller.appKey !== undefined)) return { reason: WRONG_TYPE };
      if (caller.expiresAt * 1000 <= now) return { reason: EXPIRED };
      if (caller.expiresAt * 1000 > now + MOST_LIFE * 1000) return { reason: TOO_LONG };
      forgetOldest(known);
      const until = caller.expiresAt * 1000;
      known.set(token, { caller, keys, keysVersion, until, verifiedAt: now, verified: performance.now() });
      return { caller };
    } catch (error) {
      return { reason: reasonOf(error) };
    }
  };
  const settle = (found: Found): Authentication => {
    if ("reason" in found) return { kind: "refused", reason: found.reason };
    const { caller } = found;
    const isGone = isRevoked(caller) || (caller.appKey !== undefined && own?.isRevoked(caller) === true);
    return isGone ? refused("the token was revoked", "令牌已被吊销") : { kind: "caller", caller };
  };
  return (authorization) => {
    if (authorization === null || authorization.trim() === "") return { kind: "anonymous" };
    if (authorization.length > MOST_CHARACTERS) return refused("the token is too long", "令牌过长");
    const token = BEARER.exec(authorization.trim())?.[1];
    if (token === undefined) return refused("expected a bearer token", "应为 Bearer 令牌");
    const caller = recall(token);
    return caller ? settle({ caller }) : verify(token).then(settle);
  };
}
