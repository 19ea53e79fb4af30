import { join } from "node:path";
import { openSigningKey, type SigningKey } from "../../gateway/authenticate/signing-key.ts";
import { LOCAL_ISSUER, type LocalIssuer } from "./local-issuer.ts";

/** The key of a demo app, kept below the data folder in its stead and made on first use; its public half is in the register of parties. */
export function demoAppKey(dataFolder: string, app: string): Promise<SigningKey> {
  return openSigningKey(join(dataFolder, "apps", app));
}

/** The local issuer as the city's OpenID provider: the gateway exchanges what it gives an app for somebody who has logged in. */
export function demoProvider({ jwksPath }: Pick<LocalIssuer, "jwksPath">) {
  return {
    issuer: LOCAL_ISSUER,
    jwks: jwksPath,
    claims: { officer: "account", division: "area" },
    logins: {
      subject: { claim: "citizen", department: "public-security" },
      enterprise: { claim: "firm", department: "enterprise" },
    },
  };
}
