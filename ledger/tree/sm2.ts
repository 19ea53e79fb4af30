import { sm2 } from "sm-crypto-v2";
import { keyIdOf } from "./key.ts";
import type { NoteSigner, NoteVerifier } from "./note.ts";

/**
 * A second signature line in SM2 with SM3 (GB/T 32918.2, user id "1234567812345678"), for readers whose rules ask for national
 * algorithms. signed-note has no byte for it, so the type is 0xff followed by a name of our own.
 */
const TYPE = 0xff;
const IDENTIFIER = Buffer.from("shali-hub/sm2-with-sm3\n");
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

/** Signs notes with an SM2 key under the log's name. */
export function sm2Signer(name: string, { secret, publicKey }: Sm2KeyPair): NoteSigner {
  return Object.freeze({
    name,
    keyId: sm2KeyId(name, publicKey),
    sign: (text: string) =>
      Buffer.from(
        sm2.doSignature(Buffer.from(text), secret, { hash: true, der: false, userId: USER_ID, publicKey }),
        "hex",
      ),
  });
}

/** Checks SM2 signatures under the log's name. */
export function sm2Verifier(name: string, publicKey: string): NoteVerifier {
  return Object.freeze({
    name,
    keyId: sm2KeyId(name, publicKey),
    verify: (text: string, signature: Buffer) =>
      sm2.doVerifySignature(Buffer.from(text), signature.toString("hex"), publicKey, {
        hash: true,
        der: false,
        userId: USER_ID,
      }),
  });
}

function sm2KeyId(name: string, publicKey: string): Buffer {
  return keyIdOf(name, TYPE, Buffer.concat([IDENTIFIER, Buffer.from(publicKey, "hex")]));
}
