import { join } from "node:path";
import { openSigningKey, type SigningKey } from "../../gateway/authenticate/signing-key.ts";

/** The key of a demo app, kept below the data folder in its stead and made on first use; its public half is in the register of parties. */
export function demoAppKey(dataFolder: string, app: string): Promise<SigningKey> {
  return openSigningKey(join(dataFolder, "apps", app));
}
