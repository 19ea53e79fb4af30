import { readFileSync } from "node:fs";
import type { Logger } from "pino";
import { parse as parseYaml } from "yaml";
import { parseOverlay } from "../../schema/catalog/overlay.ts";
import type { EnvelopeSigner } from "../../schema/envelope/sign-envelope.ts";
import { createAuthenticator } from "../authenticate/authenticator.ts";
import { discoverKeys, openKeyFile, openKeyUrl, type KeySource } from "../authenticate/key-source.ts";
import { openRevocations } from "../authenticate/revocations.ts";
import { createGovernance, type Governance, type GovernanceOptions } from "../decide/create-governance.ts";
import { openFileGrantStore } from "./store/file-grant-store.ts";
import type { GrantBook } from "./grant-book.ts";

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
  /** A revocation list. */
  readonly revocations?: string;
  readonly signer?: EnvelopeSigner;
  /** Told of the grants of a file, at the start and after each change. */
  readonly onFileGrants?: ((book: GrantBook) => void) | undefined;
  readonly logger: Logger;
}

/** Governance that is configured in part only; the message says what is missing. */
class GovernanceError extends Error {
  readonly code = "HUB_GOVERNANCE_INVALID";
}

const keysOf = async ({ jwks, oidc, logger }: GovernanceFiles): Promise<KeySource> => {
  if (oidc !== undefined) return discoverKeys(oidc);
  if (jwks === undefined) throw new GovernanceError("Governance needs the keys of a token issuer: --jwks or --oidc");
  if (/^https?:/.test(jwks)) return openKeyUrl(jwks);
  return openKeyFile(jwks, (problem) => {
    logger.error({ problem }, "The key file's new version is not used: the last good keys stay.");
  });
};

const readOverlay = (path: string | undefined) =>
  path === undefined ? {} : { overlay: parseOverlay(parseYaml(readFileSync(path, "utf8"))) };

/**
 * Opens the governance that a command line describes. Rejects, with one clear line, when a file is missing or invalid:
 * a gateway MUST then not start, least of all without governance.
 */
export async function openGovernance(files: GovernanceFiles): Promise<Governance> {
  const { grants, logger, revocations } = files;
  const issuer = files.issuer ?? files.oidc;
  const authenticator = createAuthenticator({
    keys: await keysOf(files),
    ...(issuer === undefined ? {} : { issuer }),
    ...(revocations === undefined
      ? {}
      : {
          isRevoked: openRevocations(revocations, (problem) => {
            logger.error({ problem }, "The revocation list cannot be read.");
          }),
        }),
  });
  return createGovernance({
    authenticator,
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
}
