import { sm2 } from "sm-crypto-v2";

/** The user id that is hashed with what is signed where two sides have agreed on no other (GM/T 0009-2012, section 10). */
const USER_ID = "1234567812345678";

/** An SM2 key pair in hexadecimal: 32-byte secret, 65-byte public point (04…). */
export interface Sm2KeyPair {
  readonly secret: string;
  readonly publicKey: string;
}

/** A fresh SM2 key pair. */
export function generateSm2Key(): Sm2KeyPair {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return Object.freeze({ secret: privateKey, publicKey });
}

/** Signs bytes in SM2 with SM3 (GB/T 32918.2): r and s, 64 bytes. */
export function signSm2(message: Uint8Array, { secret, publicKey }: Sm2KeyPair): Buffer {
  const options = { hash: true, der: false, userId: USER_ID, publicKey };
  return Buffer.from(sm2.doSignature(message, secret, options), "hex");
}

/** A signature that is no pair of numbers in range, or a key that is no point, makes the library throw: it is not signed. */
export function isSm2Signed(message: Uint8Array, signature: Buffer, publicKey: string): boolean {
  if (signature.length !== 64) return false;
  try {
    const options = { hash: true, der: false, userId: USER_ID };
    return sm2.doVerifySignature(message, signature.toString("hex"), publicKey, options);
  } catch {
    return false;
  }
}
