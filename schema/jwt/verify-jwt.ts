import {
  decodeProtectedHeader,
  errors,
  jwtVerify,
  UnsecuredJWT,
  type JWSHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from "jose";

/** Keys that tokens are verified with. */
export interface JwtKeys {
  /** For the algorithms that jose knows. */
  readonly find: JWTVerifyGetKey;
  /** For SM2: the point in hexadecimal. Throws when there is none for this header. */
  readonly findSm2: (header: JWSHeaderParameters) => string | Promise<string>;
}

/** A token whose signature and claims hold. */
export interface VerifiedJwt {
  readonly payload: JWTPayload;
  readonly protectedHeader: JWSHeaderParameters;
}

/** The algorithms, of those that the caller accepts, and what its claims must be. */
export type JwtCheck = JWTVerifyOptions & { readonly algorithms: string[] };

const SM2 = "SM2";

/** 64 bytes have one spelling in base64url: the other fifteen, which differ in unused bits, are refused. */
const signatureIn = (text: string): Buffer => {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new errors.JWSInvalid("The signature is spelled in another way");
  return bytes;
};

const verifySm2 = async (token: string, header: JWSHeaderParameters, keys: JwtKeys, check: JwtCheck) => {
  // Nothing that a token calls critical is known here (RFC 7515, 4.1.11).
  if (header.crit !== undefined || header.b64 !== undefined) throw new errors.JOSENotSupported("crit or b64");
  const [head = "", payload = "", signature = ""] = token.split(".");
  const [point, { isSm2Signed }] = await Promise.all([
    keys.findSm2(header),
    import("../../ledger/tree/sm2-signature.ts"),
  ]);
  const signed = Buffer.from(`${head}.${payload}`);
  if (!isSm2Signed(signed, signatureIn(signature), point)) throw new errors.JWSSignatureVerificationFailed();
  // The claims are checked by the one library for both: it takes them under a header without a signature.
  const bare = Buffer.from(JSON.stringify({ ...header, alg: "none" })).toString("base64url");
  return { payload: UnsecuredJWT.decode(`${bare}.${payload}.`, check).payload, protectedHeader: header };
};

/**
 * Verifies a JWT's signature and claims: what jose verifies, and SM2 with SM3 besides. The algorithm is one of `check.algorithms`, and the
 * key one of that algorithm. Rejects with an error of jose.
 */
export async function verifyJwt(token: string, keys: JwtKeys, check: JwtCheck): Promise<VerifiedJwt> {
  const header = headerOf(token);
  if (header.alg === SM2 && check.algorithms.includes(SM2)) return verifySm2(token, header, keys, check);
  return jwtVerify(token, keys.find, check);
}

/** @throws errors.JWTInvalid as jose does for what is no token in three parts */
function headerOf(token: string): JWSHeaderParameters {
  if (token.split(".").length !== 3) throw new errors.JWSInvalid("Not a token in three parts");
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new errors.JWSInvalid("Not a header");
  }
}
