import type { Logger } from "pino";
import { claimsOf, findIdentity, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import type { LocalIssuer } from "../../demo/identities/local-issuer.ts";
import type { Gateway } from "../../gateway/create-gateway.ts";
import { askBy, type AskHub } from "../../subgraphs/kit/ask-hub.ts";
import type { RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";

/** The hub that departments ask for their own work. */
export interface WatchedHub {
  readonly gateway: Gateway;
  readonly issuer: LocalIssuer;
  /** The day of the invented city, on which its books end. */
  readonly asOf: string;
  readonly logger: Logger;
}

/** Asking the embedded hub in process, as a demo app without an officer. */
function askAsApp({ gateway, issuer }: Pick<WatchedHub, "gateway" | "issuer">, app: string): AskHub {
  const identity = findIdentity(readDemoIdentities(), app);
  return askBy(
    identity.app.purpose,
    () => issuer.issue(claimsOf(identity)),
    (request) => gateway.fetch(new Request("http://hub/graphql", request)),
  );
}

/** Begins the work that departments do of their own, over the embedded hub. */
export function beginWatches(subgraphs: readonly RunningSubgraph[], hub: WatchedHub): void {
  for (const { name, watch } of subgraphs) {
    watch?.begin({
      ask: askAsApp(hub, watch.app),
      today: () => hub.asOf,
      told: (round) => {
        hub.logger.info({ subgraph: name, ...round }, "The department's own work has had a round.");
      },
    });
  }
}
