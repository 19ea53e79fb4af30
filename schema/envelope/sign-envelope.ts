import { signJwt, type JwtSigner } from "../jwt/sign-jwt.ts";
import { toClaims } from "./envelope-claims.ts";
import { ENVELOPE_ISSUER, ENVELOPE_LIFETIME, type Envelope } from "./envelope.ts";

/**
 * Signs an envelope for one subgraph: a JWT with that one audience, living at most 60 seconds from `now`
 * (milliseconds since 1970) and never beyond `notAfter` (the caller's token, the grant). MUST NOT be given an audience that the fetch does not go to.
 */
export function signEnvelope(
  envelope: Envelope,
  audience: string,
  signer: JwtSigner,
  now: number,
  notAfter = Number.MAX_SAFE_INTEGER,
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    ...toClaims(envelope),
    iss: ENVELOPE_ISSUER,
    aud: audience,
    iat: issuedAt,
    exp: Math.min(issuedAt + ENVELOPE_LIFETIME, Math.floor(notAfter / 1000)),
  };
  return signJwt(claims, signer, "envelope+jwt");
}
