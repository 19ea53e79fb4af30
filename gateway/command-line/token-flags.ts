import { isSafe } from "../authenticate/key-source.ts";
import { signsOnlyIn, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { openSigningKey } from "../authenticate/signing-key.ts";
import type { McpOptions } from "../mcp/protected-resource.ts";
import type { OwnTokens } from "../token/own-tokens.ts";
import { fail, type Arguments } from "./arguments.ts";
import { cryptoOf } from "./crypto-flag.ts";

/** The flags of the hub's own tokens, understood but not yet read. */
export interface TokenFlags {
  readonly folder: string;
  readonly issuer: string;
  readonly provider: string | undefined;
  readonly database: string;
  readonly crypto: NationalCrypto | undefined;
}

/** An address without a path: over TLS, or on this very machine. */
const isAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.origin === text && isSafe(url);
};

/** `--token-key`, `--token-issuer` and `--provider`. Ends the process unless they make sense together. */
export function tokenFlagsOf(values: Arguments): TokenFlags | undefined {
  const { "token-key": folder, "token-issuer": issuer, provider, "grants-database": database } = values;
  if (folder === undefined) {
    const stray = issuer === undefined ? (provider === undefined ? undefined : "provider") : "token-issuer";
    if (stray !== undefined) fail(`--${stray} without --token-key: no tokens are given.`);
    return undefined;
  }
  if (database === undefined)
    fail("--token-key without --grants-database: the register of parties has the apps' keys.");
  if (issuer === undefined || !isAddress(issuer))
    fail("--token-issuer must be the address under which apps reach the hub: https, a host, no path.");
  return { folder, issuer, provider, database, crypto: cryptoOf(values) };
}

/** `--mcp` with the issuers of the tokens that are accepted. Ends the process unless it makes sense. */
export function mcpOf(values: Arguments): { readonly mcp?: McpOptions } {
  const { mcp: url, grants, "grants-database": database, "token-issuer": own, issuer, oidc } = values;
  if (url === undefined) return {};
  if (grants === undefined && database === undefined)
    fail("--mcp without --grants: nobody's calls could be told apart.");
  if (!isAddress(url)) fail("--mcp must be the address under which agents reach the hub: https, a host, no path.");
  return { mcp: { url, issuers: [own, issuer ?? oidc].filter((one) => one !== undefined) } };
}

/** Opens the key of the hub's own tokens, which is made on first use. */
export async function openOwnTokens({ folder, issuer, crypto }: TokenFlags): Promise<OwnTokens> {
  return { issuer, key: await openSigningKey(folder, signsOnlyIn(crypto)) };
}
