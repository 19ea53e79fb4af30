import { readFileSync } from "node:fs";
import type { Logger } from "pino";
import { parse as parseYaml } from "yaml";
import { parseOverlay } from "../../schema/catalog/overlay.ts";
import type { NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import type { JwtSigner } from "../../schema/jwt/sign-jwt.ts";
import { createAuthenticator, type OwnIssuer } from "../authenticate/authenticator.ts";
import { discoverKeys, openKeys, type KeySource } from "../authenticate/key-source.ts";
import { openRevocations } from "../authenticate/revocations.ts";
import { createGovernance, type Governance, type GovernanceOptions } from "../decide/create-governance.ts";
import { openFileGrantStore } from "./store/file-grant-store.ts";
import type { GrantBook } from "./grant-book.ts";
import { holdsKey } from "./register.ts";
import { GrantsUnavailable } from "./store/grant-store.ts";
import { ownKeys, type OwnTokens } from "../token/own-tokens.ts";

/** The command line's flags about governance. */
export interface GovernanceFiles {
  /** overlay.yaml */
  readonly overlay?: string;
  /** grants.yaml, or the source that the hub's database is. */
  readonly grants: string | GovernanceOptions["openGrants"];
  /** A JWKS file or URL. */
  readonly jwks?: string;
  /** An OpenID Connect issuer; its keys are discovered, and it is the one issuer that is accepted. */
  readonly oidc?: string;
  /** The `iss` that tokens must have. */
  readonly issuer?: string;
  /** The hub's own tokens, where it gives any. */
  readonly tokens?: OwnTokens | undefined;
  /** A revocation list. */
  readonly revocations?: string;
  readonly signer?: JwtSigner;
  readonly crypto?: NationalCrypto | undefined;
  /** Told of the grants of a file, at the start and after each change. */
  readonly onFileGrants?: ((book: GrantBook) => void) | undefined;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Governance that is configured in part only; the message says what is missing. */
class GovernanceError extends Error {
  readonly code = "HUB_GOVERNANCE_INVALID";
}

const keysOf = async ({ jwks, oidc, tokens, logger }: GovernanceFiles): Promise<KeySource | undefined> => {
  if (oidc !== undefined) return discoverKeys(oidc);
  if (jwks === undefined) {
    if (tokens !== undefined) return undefined;
    throw new GovernanceError("Governance needs the keys of a token issuer: --jwks or --oidc");
  }
  return openKeys(jwks, (problem) => {
    logger.error({ problem }, "The key file's new version is not used: the last good keys stay.");
  });
};

const readOverlay = (path: string | undefined) =>
  path === undefined ? {} : { overlay: parseOverlay(parseYaml(readFileSync(path, "utf8"))) };

/** The hub's own tokens: one whose app's key is withdrawn is revoked. While no register is known nothing is given anyway. */
const ownIssuer = (tokens: OwnTokens, governance: () => Governance): OwnIssuer => ({
  issuer: tokens.issuer,
  keys: ownKeys(tokens),
  isRevoked: (caller) => {
    try {
      return !holdsKey(governance().register(), caller);
    } catch (error) {
      if (error instanceof GrantsUnavailable) return false;
      throw error;
    }
  },
});

/**
 * Opens the governance that a command line describes. Rejects, with one clear line, when a file is missing or invalid:
 * a gateway MUST then not start, least of all without governance.
 */
export async function openGovernance(files: GovernanceFiles): Promise<Governance> {
  const { grants, logger, revocations, tokens, clock = Date.now } = files;
  const issuer = files.issuer ?? files.oidc;
  const keys = await keysOf(files);
  const authenticator = createAuthenticator({
    ...(keys === undefined ? {} : { keys }),
    clock,
    crypto: files.crypto,
    own: tokens && ownIssuer(tokens, () => governance),
    ...(issuer === undefined ? {} : { issuer }),
    ...(revocations === undefined
      ? {}
      : {
          isRevoked: openRevocations(revocations, (problem) => {
            logger.error({ problem }, "The revocation list cannot be read.");
          }),
        }),
  });
  const governance = createGovernance({
    authenticator,
    clock,
    ...readOverlay(files.overlay),
    openGrants:
      typeof grants === "string"
        ? (catalogue) =>
            openFileGrantStore({
              path: grants,
              catalogue,
              report: (news) => {
                if (news.kind === "refused") {
                  logger.error(news, "The grants file's new version is NOT in force.");
                  return;
                }
                const { book, ...told } = news;
                logger.info(told, "Grants are in force.");
                files.onFileGrants?.(book);
              },
            })
        : grants,
    ...(files.signer ? { signer: files.signer } : {}),
  });
  return governance;
}
