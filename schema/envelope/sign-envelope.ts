import { SignJWT, type CryptoKey, type JWK, type KeyObject } from "jose";
import { toClaims } from "./envelope-claims.ts";
import { ENVELOPE_ISSUER, ENVELOPE_LIFETIME, type Envelope } from "./envelope.ts";

/** The gateway's Ed25519 private key with its id. */
export interface EnvelopeSigner {
  readonly key: CryptoKey | KeyObject | JWK | Uint8Array;
  readonly keyId: string;
}

/**
 * Signs an envelope for one subgraph: an EdDSA JWT with that one audience, living at most 60 seconds from `now`
 * (milliseconds since 1970) and never beyond `notAfter` (the caller's token, the grant). MUST NOT be given an audience that the fetch does not go to.
 */
export function signEnvelope(
  envelope: Envelope,
  audience: string,
  signer: EnvelopeSigner,
  now: number,
  notAfter = Number.MAX_SAFE_INTEGER,
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ ...toClaims(envelope) })
    .setProtectedHeader({ alg: "EdDSA", kid: signer.keyId, typ: "envelope+jwt" })
    .setIssuer(ENVELOPE_ISSUER)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(Math.min(issuedAt + ENVELOPE_LIFETIME, Math.floor(notAfter / 1000)))
    .sign(signer.key);
}
