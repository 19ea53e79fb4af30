import type { Logger } from "pino";
import type { JSONWebKeySet } from "jose";
import { openLocalIssuer, type LocalIssuer } from "../../demo/identities/local-issuer.ts";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { openGovernance, type GovernanceFiles } from "../../gateway/grant/open-governance.ts";
import type { Governance } from "../../gateway/decide/create-governance.ts";
import type { OwnTokens } from "../../gateway/token/own-tokens.ts";
import { installed } from "../../host/installed.ts";
import { placeIn } from "../data-folder.ts";

/** Governance for tests and measurements: an issuer that signs any token, the demo's grants, and a key that signs envelopes. */
export interface EmbeddedGovernance {
  readonly governance: Governance;
  readonly issuer: LocalIssuer;
  /** Public keys with which subgraphs open envelopes. */
  readonly envelopeKeys: JSONWebKeySet;
}

const DEMO_GRANTS = installed("demo/sharing/grants.yaml");

/**
 * Opens governance under a data folder. Rejects in production: a real city has a token issuer and grants of its own.
 * @param grants a file, or what opens another source; the demo's file unless given
 * @param tokens the hub's own, where apps get them by their keys
 */
export async function openEmbeddedGovernance(
  folder: string,
  logger: Logger,
  grants: GovernanceFiles["grants"] = DEMO_GRANTS,
  tokens?: OwnTokens,
): Promise<EmbeddedGovernance> {
  const issuer = await openLocalIssuer(folder);
  const signer = await openSigningKey(placeIn(folder, "envelope"));
  const governance = await openGovernance({
    grants,
    jwks: issuer.jwksPath,
    issuer: issuer.issuer,
    signer,
    tokens,
    logger,
  });
  return { governance, issuer, envelopeKeys: signer.jwks };
}
