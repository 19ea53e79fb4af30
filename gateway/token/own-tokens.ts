import { randomUUID } from "node:crypto";
import { signJwt } from "../../schema/jwt/sign-jwt.ts";
import { OWN_TYPE } from "../authenticate/authenticator.ts";
import { fixedKeys, type KeySource } from "../authenticate/key-source.ts";
import type { SigningKey } from "../authenticate/signing-key.ts";
import type { Person } from "./provider.ts";
import type { ProvenApp } from "./prove-app.ts";

/** Seconds that a token lives. */
export const LIFE = 600;

/** The audience of the hub's tokens. */
export const AUDIENCE = "shali-hub";

/** The hub as an issuer of tokens: its address, and the key that its gateways share. */
export interface OwnTokens {
  /** The address under which apps reach the hub, without a path: the issuer of its tokens. */
  readonly issuer: string;
  readonly key: SigningKey;
}

/** The hub's own public keys. */
export function ownKeys({ key }: OwnTokens): KeySource {
  return fixedKeys(key.jwks);
}

/**
 * Signs a token (RFC 9068) for an app that has proved who it is, and for the person whom it acts for: `sub` is the person and `act` the app
 * (RFC 8693, 4.1), or `sub` the app where there is nobody.
 * @param until seconds since 1970
 */
export function signToken(
  { issuer, key }: OwnTokens,
  { id, app, key: appKey }: ProvenApp,
  person: Person | undefined,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<string> {
  const subject = person && (person.officer ?? person.subject ?? person.enterprise);
  const claims = { client_id: id, app: id, department: app.department, app_key: appKey, ...person };
  const frame = { iss: issuer, sub: subject ?? id, aud: AUDIENCE, jti: randomUUID(), iat: Math.floor(now / 1_000) };
  return signJwt({ ...claims, ...(person && { act: { sub: id } }), ...frame, exp: until }, key, OWN_TYPE);
}
