import { readFileSync, statSync } from "node:fs";
import { createRemoteJWKSet, errors, type JSONWebKeySet, type JWSHeaderParameters } from "jose";
import { keySetOf, sm2KeyIn } from "../../schema/jwt/key-set.ts";
import type { JwtKeys } from "../../schema/jwt/verify-jwt.ts";

/** A source of token issuers' keys. */
export interface KeySource extends JwtKeys {
  /** Changes when the keys are known to have changed: what was verified before must be verified again. */
  readonly version: () => number;
}

/** A key source that cannot be used as configured. */
class KeySourceError extends Error {
  readonly code = "HUB_KEYS_INVALID";
}

const readKeys = (path: string): JSONWebKeySet => {
  let keys: unknown;
  try {
    keys = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new KeySourceError(`${path}: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  const list: unknown = typeof keys === "object" && keys !== null && "keys" in keys ? keys.keys : undefined;
  if (!Array.isArray(list)) throw new KeySourceError(`${path}: expected a JWKS with a list "keys"`);
  const secret = list.some((key: unknown) => typeof key === "object" && key !== null && ("d" in key || "k" in key));
  if (secret) throw new KeySourceError(`${path}: expected public keys only, got a private or symmetric one`);
  return { keys: list as JSONWebKeySet["keys"] };
};

/**
 * Keys from a JWKS file, looked at again at most every 200 ms, so that a rotation needs no restart and a removed key is out
 * of force at once. A file that cannot be read leaves the last good keys in force. Throws when the first reading fails.
 */
export function openKeyFile(
  path: string,
  report: (problem: string) => void = () => undefined,
  passed: () => number = () => performance.now(),
): KeySource {
  let keys = keySetOf(readKeys(path));
  let version = 0;
  let stamp = stampOf(path);
  let looked = passed();
  const look = (): void => {
    if (passed() - looked < 200) return;
    looked = passed();
    const now = stampOf(path);
    if (now === stamp) return;
    stamp = now;
    try {
      keys = keySetOf(readKeys(path));
      version += 1;
    } catch (error) {
      report(error instanceof Error ? error.message : "unreadable");
    }
  };
  return {
    find: (header, token) => {
      look();
      return keys.find(header, token);
    },
    findSm2: (header) => {
      look();
      return keys.findSm2(header);
    },
    version: () => {
      look();
      return version;
    },
  };
}

const stampOf = (path: string): string => {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "missing";
  }
};

/** True for an address that is reached over TLS, or on this very machine. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname));
}

/** Keys and discovery documents come over TLS, or from this very machine. */
const safeUrl = (text: string): URL => {
  if (!URL.canParse(text)) throw new KeySourceError(`${text}: expected a URL`);
  const url = new URL(text);
  if (!isSafe(url)) {
    throw new KeySourceError(`${text}: expected https (http on loopback only)`);
  }
  return url;
};

/** Keys from a URL: fetched when needed, again for an unknown key id (at most every 5 s), and at least every 5 minutes. */
export function openKeyUrl(text: string): KeySource {
  const find = createRemoteJWKSet(safeUrl(text), {
    timeoutDuration: 3_000,
    cooldownDuration: 5_000,
    cacheMaxAge: 300_000,
  });
  const findSm2 = async (header: JWSHeaderParameters): Promise<string> => {
    const here = () => sm2KeyIn(find.jwks() ?? { keys: [] }, header);
    if (!find.fresh) await find.reload();
    try {
      return here();
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || find.coolingDown) throw error;
      await find.reload();
      return here();
    }
  };
  return { find, findSm2, version: () => 0 };
}

/** Keys that are known from the start and do not change. */
export function fixedKeys(jwks: JSONWebKeySet): KeySource {
  return { ...keySetOf(jwks), version: () => 0 };
}

/** Keys from a JWKS of which it is said where it is: a file or a URL. @param report told of a file's new version that cannot be used */
export function openKeys(jwks: string, report: (problem: string) => void): KeySource {
  return /^https?:/.test(jwks) ? openKeyUrl(jwks) : openKeyFile(jwks, report);
}

/**
 * Keys of an OpenID Connect issuer, by discovery (OpenID Connect Discovery 1.0, section 4). Rejects with `KeySourceError`
 * when the document is missing, or names another issuer than it was asked for.
 */
export async function discoverKeys(issuer: string): Promise<KeySource> {
  const url = safeUrl(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  let document: unknown;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "error" });
    document = await response.json();
  } catch {
    throw new KeySourceError(`${url.href}: no discovery document`);
  }
  const fields = typeof document === "object" && document !== null ? document : {};
  const stated: unknown = "issuer" in fields ? fields.issuer : undefined;
  const keys: unknown = "jwks_uri" in fields ? fields.jwks_uri : undefined;
  if (stated !== issuer) throw new KeySourceError(`${url.href}: expected issuer ${issuer}, got ${String(stated)}`);
  if (typeof keys !== "string") throw new KeySourceError(`${url.href}: expected jwks_uri`);
  return openKeyUrl(keys);
}
