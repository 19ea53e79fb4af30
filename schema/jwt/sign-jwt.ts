import { SignJWT, type CryptoKey, type JWK, type JWTPayload, type KeyObject } from "jose";
import type { Sm2KeyPair } from "../../ledger/tree/sm2-signature.ts";

/** A private key with its id: Ed25519 unless it says otherwise. */
export type JwtSigner =
  | {
      readonly alg?: "EdDSA";
      readonly keyId: string;
      readonly key: CryptoKey | KeyObject | JWK | Uint8Array;
    }
  | { readonly alg: "SM2"; readonly keyId: string; readonly key: Sm2KeyPair };

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs claims as a JWT (RFC 7519, compact): EdDSA, or SM2 with SM3 over the same bytes. */
export async function signJwt(claims: JWTPayload, signer: JwtSigner, typ?: string): Promise<string> {
  const header = { kid: signer.keyId, ...(typ !== undefined && { typ }) };
  if (signer.alg !== "SM2") return new SignJWT(claims).setProtectedHeader({ alg: "EdDSA", ...header }).sign(signer.key);
  // Loaded where it is needed: most cities sign with Ed25519.
  const { signSm2 } = await import("../../ledger/tree/sm2-signature.ts");
  const signed = `${part({ alg: "SM2", ...header })}.${part(claims)}`;
  return `${signed}.${signSm2(Buffer.from(signed), signer.key).toString("base64url")}`;
}
