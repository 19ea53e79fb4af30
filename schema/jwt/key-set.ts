import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, type JWSHeaderParameters } from "jose";
import { sm2PointOf } from "./sm2-jwk.ts";
import type { JwtKeys } from "./verify-jwt.ts";

const isFor = ({ kid }: JWSHeaderParameters, key: JWK): boolean =>
  (kid === undefined || key.kid === kid) && (key.use ?? "sig") === "sig" && (key.alg ?? "SM2") === "SM2";

/**
 * The one SM2 key of a set that a token's header asks for, as its point in hexadecimal.
 * @throws errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys
 */
export function sm2KeyIn({ keys }: JSONWebKeySet, header: JWSHeaderParameters): string {
  const points = keys.filter((key) => isFor(header, key)).flatMap((key) => sm2PointOf(key) ?? []);
  const [point] = points;
  if (point === undefined) throw new errors.JWKSNoMatchingKey();
  if (points.length > 1) throw new errors.JWKSMultipleMatchingKeys();
  return point;
}

/** Keys of a JWKS at hand (RFC 7517), of SM2 too. */
export function keySetOf(jwks: JSONWebKeySet): JwtKeys {
  return { find: createLocalJWKSet(jwks), findSm2: (header) => sm2KeyIn(jwks, header) };
}
