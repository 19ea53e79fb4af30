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
import type { JwtSigner } from "../../schema/jwt/sign-jwt.ts";
import { sm2JwkOf, sm2PairOf } from "../../schema/jwt/sm2-jwk.ts";

/** The kinds of key that the hub signs with: Ed25519 (RFC 8037), and SM2 where a city has to have national algorithms. */
export type SigningAlgorithm = "EdDSA" | "SM2";

/** A key that lives in a folder of its own. */
export type SigningKey = JwtSigner & {
  readonly alg: SigningAlgorithm;
  /** The public half: what verifiers are given. */
  readonly jwks: JSONWebKeySet;
  /** The file that holds it. */
  readonly jwksPath: string;
};

/** A private key that cannot be trusted any more. */
class SigningKeyExposed extends Error {
  readonly code = "HUB_SIGNING_KEY_EXPOSED";
}

/** A private key that is none, or is of another kind than this process may use. */
class SigningKeyInvalid extends Error {
  readonly code = "HUB_SIGNING_KEY_INVALID";
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

const newKey = async (alg: SigningAlgorithm): Promise<JWK> => {
  const common = { kid: randomUUID(), alg, use: "sig" };
  if (alg === "EdDSA") {
    const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    return { ...(await exportJWK(privateKey)), ...common };
  }
  const { generateSm2Key } = await import("../../ledger/tree/sm2-signature.ts");
  return { ...sm2JwkOf(generateSm2Key()), ...common };
};

const loadKey = async (path: string, alg: SigningAlgorithm): Promise<JWK> => {
  if (!existsSync(path)) {
    const key = await newKey(alg);
    // Whoever comes first makes the key; another process that starts at the same moment takes that one.
    if (claim(path, JSON.stringify(key))) return key;
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new SigningKeyExposed(`${path} can be read by others; expected mode 0600`);
  }
  return JSON.parse(readFileSync(path, "utf8")) as JWK;
};

/** The key itself, for signing, and its public members. */
const signerOf = async (path: string, key: JWK): Promise<{ readonly signer: JwtSigner; readonly open: JWK }> => {
  const { kty = "", crv = "", x = "", y = "", kid: keyId = "" } = key;
  if (crv !== "SM2") {
    return { signer: { keyId, key: (await importJWK(key, "EdDSA")) as CryptoKey }, open: { kty, crv, x } };
  }
  const pair = sm2PairOf(key);
  if (pair === undefined) throw new SigningKeyInvalid(`${path} holds no SM2 key: its halves do not belong together`);
  return { signer: { alg: "SM2", keyId, key: pair }, open: { kty, crv, x, y } };
};

/**
 * Opens the signing key of a folder: `private-key.json` that nobody else can read (0600), made on first use of the kind that is asked for
 * (Ed25519 unless said), and `jwks.json` with its public half. A key that is there stays what it is.
 * Rejects with `SigningKeyExposed` when others can read the private file, `SigningKeyInvalid` when it holds none, or `only` another kind is allowed.
 */
export async function openSigningKey(folder: string, only?: SigningAlgorithm): Promise<SigningKey> {
  // The folders above are not ours to close.
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "private-key.json");
  const { signer, open } = await signerOf(path, await loadKey(path, only ?? "EdDSA"));
  const alg = signer.alg ?? "EdDSA";
  if (only !== undefined && alg !== only) throw new SigningKeyInvalid(`${path}: expected a key of ${only}, got ${alg}`);
  const jwks: JSONWebKeySet = { keys: [{ ...open, kid: signer.keyId, alg, use: "sig" }] };
  const jwksPath = join(folder, "jwks.json");
  const text = `${JSON.stringify(jwks, null, 2)}\n`;
  if (!existsSync(jwksPath) || readFileSync(jwksPath, "utf8") !== text) {
    renameSync(draftOf(jwksPath, text, 0o644), jwksPath);
  }
  return { ...signer, alg, jwks, jwksPath } as SigningKey;
}
