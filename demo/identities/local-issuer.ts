import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { signJwt } from "../../schema/jwt/sign-jwt.ts";

/** `iss` of every token of the local issuer. */
export const LOCAL_ISSUER = "urn:shali-hub:local-issuer";

/** Claims of a local token. */
export interface LocalClaims {
  readonly app: string;
  readonly department: string;
  readonly officer?: string;
  readonly division?: string;
  readonly roles?: readonly string[];
  readonly subject?: string;
  readonly enterprise?: string;
}

/** Issues demo tokens on one machine. MUST NOT be trusted by a gateway that listens beyond loopback. */
export interface LocalIssuer {
  /** The file with the public keys: what a gateway's `--jwks` is given. */
  readonly jwksPath: string;
  readonly issuer: string;
  /** A signed token; the lifetime is in seconds, 8 hours unless given, 24 hours at most. */
  issue(claims: LocalClaims, lifetime?: number): Promise<string>;
}

/** The refusal to open a local issuer. */
class LocalIssuerRefused extends Error {
  readonly code = "HUB_LOCAL_ISSUER_REFUSED";
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Throws `LocalIssuerRefused` in production, and for a gateway that could be reached from elsewhere. */
export function refuseLocalIssuer(environment: Readonly<Record<string, string | undefined>>, host = "127.0.0.1"): void {
  if (environment["NODE_ENV"] === "production") {
    throw new LocalIssuerRefused(
      "The local token issuer does not run in production; give the gateway --jwks or --oidc",
    );
  }
  if (!LOOPBACK.has(host)) {
    throw new LocalIssuerRefused(`The local token issuer serves loopback only, not ${host}`);
  }
}

/**
 * Opens the local issuer in a data folder: an Ed25519 key that nobody else can read (0600), made on first use, and
 * `jwks.json` with its public half. Rejects with `LocalIssuerRefused` in production, `SigningKeyExposed` when the key can be read by others.
 */
export async function openLocalIssuer(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  clock: () => number = Date.now,
): Promise<LocalIssuer> {
  refuseLocalIssuer(environment);
  const key = await openSigningKey(join(dataFolder, "issuer"));
  return {
    jwksPath: key.jwksPath,
    issuer: LOCAL_ISSUER,
    issue: (claims, lifetime = 28_800) => {
      const now = Math.floor(clock() / 1000);
      const exp = now + Math.min(Math.max(1, Math.trunc(lifetime)), 86_400);
      const frame = { iss: LOCAL_ISSUER, aud: "shali-hub", jti: randomUUID(), iat: now, nbf: now, exp };
      return signJwt({ ...claims, ...frame }, key, "JWT");
    },
  };
}
