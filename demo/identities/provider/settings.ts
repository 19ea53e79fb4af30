import { join } from "node:path";
import type { ProviderSettings } from "../../../gateway/token/provider.ts";

/** `iss` of what the demo's provider gives: its name, wherever it listens. */
export const PROVIDER_ISSUER = "https://id.demo.invalid";

/** Where a browser would be sent with its code: the client reads the address, and nothing is asked there. */
export const LOGGED_IN = "http://127.0.0.1/logged-in";

/** Folder of its key and its address, below the data folder. */
export function providerFolder(dataFolder: string): string {
  return join(dataFolder, "provider");
}

/** The demo's provider as a gateway is told of it: officers by their accounts, citizens and firms by logins that the departments know. */
export function demoProvider(dataFolder: string): ProviderSettings {
  return {
    issuer: PROVIDER_ISSUER,
    jwks: join(providerFolder(dataFolder), "jwks.json"),
    claims: { officer: "account", division: "area" },
    logins: {
      subject: { claim: "citizen", department: "public-security" },
      enterprise: { claim: "firm", department: "enterprise" },
    },
  };
}
