import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";

/** `iss` of every token of the local issuer. */
export const LOCAL_ISSUER = "urn:shali-hub:local-issuer";

/** What a local token says. */
export interface LocalClaims {
  readonly app: string;
  readonly department: string;
  readonly officer?: string;
  readonly division?: string;
  readonly roles?: readonly string[];
  readonly subject?: string;
}

/** Issues demo tokens on one machine. MUST NOT be trusted by a gateway that listens beyond loopback. */
export interface LocalIssuer {
  /** The file with the public keys: what a gateway's `--jwks` is given. */
  readonly jwksPath: string;
  readonly issuer: string;
  /** A signed token; the lifetime is in seconds, 8 hours unless given, 24 hours at most. */
  issue(claims: LocalClaims, lifetime?: number): Promise<string>;
}

/** Why there is no local issuer here. */
export class LocalIssuerRefused extends Error {
  readonly code = "HUB_LOCAL_ISSUER_REFUSED";
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Throws `LocalIssuerRefused` in production, and for a gateway that could be reached from elsewhere. */
export const refuseLocalIssuer = (
  environment: Readonly<Record<string, string | undefined>>,
  host = "127.0.0.1",
): void => {
  if (environment["NODE_ENV"] === "production") {
    throw new LocalIssuerRefused(
      "The local token issuer does not run in production; give the gateway --jwks or --oidc",
    );
  }
  if (!LOOPBACK.has(host)) {
    throw new LocalIssuerRefused(`The local token issuer serves loopback only, not ${host}`);
  }
};

const draftOf = (path: string, text: string, mode: number): string => {
  const draft = `${path}.${randomUUID()}.draft`;
  writeFileSync(draft, text, { mode, flag: "wx" });
  chmodSync(draft, mode);
  return draft;
};

/** Puts a private file in place unless there is one already; never half a file, never two. */
const claim = (path: string, text: string): boolean => {
  const draft = draftOf(path, text, 0o600);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
};

const loadKey = async (folder: string): Promise<JWK> => {
  const path = join(folder, "private-key.json");
  if (existsSync(path)) {
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
      throw new LocalIssuerRefused(`${path} can be read by others; expected mode 0600`);
    }
    return JSON.parse(readFileSync(path, "utf8")) as JWK;
  }
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: "EdDSA", use: "sig" };
  // Whoever comes first makes the key; another process that starts at the same moment takes that one.
  return claim(path, JSON.stringify(key)) ? key : (JSON.parse(readFileSync(path, "utf8")) as JWK);
};

/**
 * Opens the local issuer in a data folder: an Ed25519 key that nobody else can read (0600), made on first use, and
 * `jwks.json` with its public half. Throws `LocalIssuerRefused` in production or when the key can be read by others.
 */
export const openLocalIssuer = async (
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  clock: () => number = Date.now,
): Promise<LocalIssuer> => {
  refuseLocalIssuer(environment);
  const folder = join(dataFolder, "issuer");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = await loadKey(folder);
  const { kty, crv = "", x = "", kid = "" } = key;
  const shared = { kty, crv, x, kid, alg: "EdDSA", use: "sig" };
  const jwksPath = join(folder, "jwks.json");
  const jwks = `${JSON.stringify({ keys: [shared] }, null, 2)}\n`;
  if (!existsSync(jwksPath) || readFileSync(jwksPath, "utf8") !== jwks)
    renameSync(draftOf(jwksPath, jwks, 0o644), jwksPath);
  const signingKey = await importJWK(key, "EdDSA");
  return {
    jwksPath,
    issuer: LOCAL_ISSUER,
    issue: (claims, lifetime = 28_800) => {
      const now = Math.floor(clock() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" })
        .setIssuer(LOCAL_ISSUER)
        .setAudience("shali-hub")
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + Math.min(Math.max(1, Math.trunc(lifetime)), 86_400))
        .sign(signingKey);
    },
  };
};
