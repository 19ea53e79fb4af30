import { nationalCryptoIn, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import type { SigningAlgorithm } from "../authenticate/signing-key.ts";
import { fail, type Arguments } from "./arguments.ts";

/** `--crypto`. Ends the process for another word. */
export function cryptoOf({ crypto }: Arguments): NationalCrypto | undefined {
  return nationalCryptoIn(crypto, fail);
}

/** The one kind of key that may sign; undefined where the key that is there decides. */
export function signsOnlyIn(crypto: NationalCrypto | undefined): SigningAlgorithm | undefined {
  return crypto === "gm" ? "SM2" : undefined;
}
