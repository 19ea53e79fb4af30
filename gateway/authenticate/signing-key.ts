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
import { dirname, join } from "node:path";
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JSONWebKeySet, type JWK } from "jose";

/** An Ed25519 key that lives in a folder of its own. */
export interface SigningKey {
  readonly key: CryptoKey;
  readonly keyId: string;
  /** The public half: what verifiers are given. */
  readonly jwks: JSONWebKeySet;
  /** The file that holds it. */
  readonly jwksPath: string;
}

/** A private key that cannot be trusted any more. */
class SigningKeyExposed extends Error {
  readonly code = "HUB_SIGNING_KEY_EXPOSED";
}

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

const loadKey = async (path: string): Promise<JWK> => {
  if (!existsSync(path)) {
    const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    const key: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: "EdDSA", use: "sig" };
    // Whoever comes first makes the key; another process that starts at the same moment takes that one.
    if (claim(path, JSON.stringify(key))) return key;
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new SigningKeyExposed(`${path} can be read by others; expected mode 0600`);
  }
  return JSON.parse(readFileSync(path, "utf8")) as JWK;
};

/**
 * Opens the signing key of a folder: `private-key.json` that nobody else can read (0600), made on first use, and
 * `jwks.json` with its public half. Rejects with `SigningKeyExposed` when others can read the private file.
 */
export async function openSigningKey(folder: string): Promise<SigningKey> {
  // The folders above are not ours to close.
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = await loadKey(join(folder, "private-key.json"));
  const { kty = "OKP", crv = "", x = "", kid = "" } = key;
  const jwks: JSONWebKeySet = { keys: [{ kty, crv, x, kid, alg: "EdDSA", use: "sig" }] };
  const jwksPath = join(folder, "jwks.json");
  const text = `${JSON.stringify(jwks, null, 2)}\n`;
  if (!existsSync(jwksPath) || readFileSync(jwksPath, "utf8") !== text) {
    renameSync(draftOf(jwksPath, text, 0o644), jwksPath);
  }
  return { key: (await importJWK(key, "EdDSA")) as CryptoKey, keyId: kid, jwks, jwksPath };
}
