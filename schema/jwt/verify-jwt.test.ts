import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet, type JWK } from "jose";
import { generateSm2Key, signSm2, type Sm2KeyPair } from "../../ledger/tree/sm2-signature.ts";
import { keySetOf } from "./key-set.ts";
import { signJwt, type JwtSigner } from "./sign-jwt.ts";
import { sm2JwkOf, sm2PairOf, sm2PointOf } from "./sm2-jwk.ts";
import { verifyJwt } from "./verify-jwt.ts";

const NOW = 1_780_000_000;
const CLAIMS = { iss: "city", aud: "hub", sub: "somebody", iat: NOW, exp: NOW + 60 };

let pair: Sm2KeyPair;
let signer: JwtSigner;
let open: JWK;
let jwks: JSONWebKeySet;

beforeAll(async () => {
  pair = generateSm2Key();
  signer = { alg: "SM2", keyId: "k", key: pair };
  const { kty, crv, x, y } = sm2JwkOf(pair);
  open = { kty, crv, x, y, kid: "k", alg: "SM2", use: "sig" };
  const { publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }, open] };
});

const CHECK = { algorithms: ["EdDSA", "ES256", "SM2"], audience: "hub", issuer: "city", requiredClaims: ["exp"] };

/** The claims' subject, or the code of the refusal. */
const told = async (token: string, keys: JSONWebKeySet = jwks, algorithms = CHECK.algorithms): Promise<unknown> => {
  const check = { ...CHECK, algorithms, currentDate: new Date(NOW * 1_000) };
  return verifyJwt(token, keySetOf(keys), check).then(
    ({ payload }) => payload.sub,
    (error: unknown) => (error as { code?: string }).code,
  );
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const signed = (header: object, claims: object = CLAIMS, key = pair): string => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${signSm2(Buffer.from(text), key).toString("base64url")}`;
};

describe("18.5: a token of SM2", () => {
  test("is verified beside one of Ed25519, by the key of its kind though both have one id", async () => {
    expect(await told(await signJwt(CLAIMS, signer, "JWT"))).toBe("somebody");
    const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    const both = { keys: [open, { ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }] };
    expect(await told(await signJwt(CLAIMS, { keyId: "k", key: privateKey }), both)).toBe("somebody");
    expect(await told(await signJwt(CLAIMS, signer), both)).toBe("somebody");
  });

  test("has the claims that every other has to have", async () => {
    expect(await told(await signJwt({ ...CLAIMS, exp: NOW - 1 }, signer))).toBe("ERR_JWT_EXPIRED");
    expect(await told(await signJwt({ ...CLAIMS, nbf: NOW + 60 }, signer))).toBe("ERR_JWT_CLAIM_VALIDATION_FAILED");
    expect(await told(await signJwt({ ...CLAIMS, aud: "elsewhere" }, signer))).toBe("ERR_JWT_CLAIM_VALIDATION_FAILED");
    expect(await told(await signJwt({ ...CLAIMS, iss: "nobody" }, signer))).toBe("ERR_JWT_CLAIM_VALIDATION_FAILED");
    expect(await told(await signJwt({ iss: "city", aud: "hub" }, signer))).toBe("ERR_JWT_CLAIM_VALIDATION_FAILED");
    expect(await told(signed({ alg: "SM2", kid: "k" }, ["no claims"]))).toBe("ERR_JWT_INVALID");
  });

  test("of a stranger, of another id, of a key for something else or of none is refused", async () => {
    expect(await told(signed({ alg: "SM2", kid: "k" }, CLAIMS, generateSm2Key()))).toBe(
      "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    );
    expect(await told(signed({ alg: "SM2", kid: "other" }))).toBe("ERR_JWKS_NO_MATCHING_KEY");
    for (const wrong of [{ use: "enc" }, { alg: "ES256" }, { crv: "P-256" }, { kty: "OKP" }, { y: open.x }])
      expect(await told(signed({ alg: "SM2", kid: "k" }), { keys: [{ ...open, ...wrong } as JWK] })).toBe(
        "ERR_JWKS_NO_MATCHING_KEY",
      );
    expect(await told(signed({ alg: "SM2" }), { keys: [open, { ...open, kid: "l" }] })).toBe(
      "ERR_JWKS_MULTIPLE_MATCHING_KEYS",
    );
    expect(await told(signed({ alg: "SM2" }))).toBe("somebody");
  });

  test("is not accepted where SM2 is not, and nothing else where SM2 alone is", async () => {
    const token = await signJwt(CLAIMS, signer);
    expect(await told(token, jwks, ["EdDSA"])).toBe("ERR_JOSE_ALG_NOT_ALLOWED");
    const { privateKey } = await generateKeyPair("ES256");
    const other = await new SignJWT(CLAIMS).setProtectedHeader({ alg: "ES256", kid: "k" }).sign(privateKey);
    expect(await told(other, jwks, ["SM2"])).toBe("ERR_JOSE_ALG_NOT_ALLOWED");
    expect(await told(`${part({ alg: "none" })}.${part(CLAIMS)}.`, jwks, ["SM2"])).toBe("ERR_JOSE_ALG_NOT_ALLOWED");
  });

  test("that calls something critical, or is spelled in another way, is refused", async () => {
    expect(await told(signed({ alg: "SM2", kid: "k", crit: ["exp"] }))).toBe("ERR_JOSE_NOT_SUPPORTED");
    expect(await told(signed({ alg: "SM2", kid: "k", b64: false }))).toBe("ERR_JOSE_NOT_SUPPORTED");
    const token = signed({ alg: "SM2", kid: "k" });
    // 64 bytes are 86 characters, of which the last has four bits that say nothing.
    const last = token.at(-1) ?? "";
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const respelled = alphabet[(alphabet.indexOf(last) & 0b110000) | ((alphabet.indexOf(last) + 1) & 0b1111)] ?? "";
    for (const bent of [`${token.slice(0, -1)}${respelled}`, `${token}=`, `${token}A`, `${token}.`, token.slice(0, -2)])
      expect(await told(bent)).not.toBe("somebody");
  });

  test("is refused with any character changed", async () => {
    const token = signed({ alg: "SM2", kid: "k" });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom("A", "Z", "a", "z", "0", "9", "-", "_", "."),
        async (at, character) => {
          fc.pre(token[at] !== character);
          expect(await told(token.slice(0, at) + character + token.slice(at + 1))).not.toBe("somebody");
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("18.5: a key pair of SM2 is one when its point lies on the curve and its halves belong together", () => {
  const jwk = sm2JwkOf(pair);
  const other = sm2JwkOf(generateSm2Key());
  expect(sm2PairOf(jwk)).toEqual(pair);
  expect(sm2PointOf(jwk)).toBe(pair.publicKey);
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }) as JWK;
  for (const wrong of [
    { ...jwk, y: other.y },
    { ...jwk, x: "AA" },
    { ...p256, crv: "SM2" },
    { ...jwk, crv: "P-256" },
  ]) {
    expect(sm2PointOf(wrong)).toBeUndefined();
    expect(sm2PairOf(wrong)).toBeUndefined();
  }
  for (const d of [other.d, "A".repeat(43), "_".repeat(43), "", "AA"]) expect(sm2PairOf({ ...jwk, d })).toBeUndefined();
});
