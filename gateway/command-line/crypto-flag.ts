import { nationalCryptoIn, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { fail, type Arguments } from "./arguments.ts";

/** `--crypto`. Ends the process for another word. */
export function cryptoOf({ crypto }: Arguments): NationalCrypto | undefined {
  return nationalCryptoIn(crypto, fail);
}
