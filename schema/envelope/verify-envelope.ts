import { errors, type JWTPayload } from "jose";
import { verifyJwt, type JwtKeys } from "../jwt/verify-jwt.ts";
import { fromClaims } from "./envelope-claims.ts";
import { ENVELOPE_ISSUER, ENVELOPE_LIFETIME, type VerifiedEnvelope } from "./envelope.ts";

/** The reason for which an envelope is not accepted. */
type EnvelopeRefusal = "MISSING" | "EXPIRED" | "WRONG_AUDIENCE" | "WRONG_DOCUMENT" | "INVALID";

/** An envelope, or why there is none. */
export type EnvelopeResult =
  | { readonly kind: "valid"; readonly envelope: VerifiedEnvelope }
  | { readonly kind: "refused"; readonly reason: EnvelopeRefusal };

/** The measure of an envelope: keys, audience and time. */
export interface EnvelopeCheck {
  /** The gateway's public keys. */
  readonly keys: JwtKeys;
  /** This subgraph's name in the supergraph. */
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const refused = (reason: EnvelopeRefusal): EnvelopeResult => ({ kind: "refused", reason });

const reasonOf = (error: unknown): EnvelopeRefusal => {
  if (error instanceof errors.JWTExpired) return "EXPIRED";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") return "WRONG_AUDIENCE";
  return "INVALID";
};

/** One audience and a short life are part of the promise, so a token that is signed with more is not one of ours. */
const isOurs = ({ aud, iat = 0, exp = 0 }: JWTPayload, audience: string): boolean =>
  aud === audience && exp - iat <= ENVELOPE_LIFETIME;

/**
 * Checks an envelope's signature (EdDSA or SM2, as its key is), issuer, audience, life and form. Never throws for what a caller sends.
 * Replay against another subgraph, with another operation or after expiry is refused; the operation is compared by
 * `checkDocument`.
 */
export async function verifyEnvelope(token: string | null | undefined, check: EnvelopeCheck): Promise<EnvelopeResult> {
  if (token === null || token === undefined || token === "") return refused("MISSING");
  try {
    const { payload } = await verifyJwt(token, check.keys, {
      algorithms: ["EdDSA", "SM2"],
      issuer: ENVELOPE_ISSUER,
      audience: check.audience,
      typ: "envelope+jwt",
      requiredClaims: ["iat", "exp", "aud"],
      maxTokenAge: ENVELOPE_LIFETIME,
      clockTolerance: 5,
      currentDate: new Date(check.now),
    });
    // The tolerance is for clocks that differ on `iat`; an expired envelope is expired.
    if ((payload.exp ?? 0) * 1000 <= check.now) return refused("EXPIRED");
    if (!isOurs(payload, check.audience)) return refused("INVALID");
    const { iat = 0, exp = 0 } = payload;
    const envelope = Object.freeze({
      ...fromClaims(payload),
      audience: check.audience,
      issuedAt: iat,
      expiresAt: exp,
    });
    return { kind: "valid", envelope };
  } catch (error) {
    return refused(reasonOf(error));
  }
}
