import { randomUUID } from "node:crypto";
import { createLocalJWKSet, SignJWT } from "jose";
import { OWN_TYPE } from "../authenticate/authenticator.ts";
import type { KeySource } from "../authenticate/key-source.ts";
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
  return { find: createLocalJWKSet(key.jwks), version: () => 0 };
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
  return new SignJWT({ ...claims, ...(person && { act: { sub: id } }) })
    .setProtectedHeader({ alg: "EdDSA", kid: key.keyId, typ: OWN_TYPE })
    .setIssuer(issuer)
    .setSubject(subject ?? id)
    .setAudience(AUDIENCE)
    .setJti(randomUUID())
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(until)
    .sign(key.key);
}
