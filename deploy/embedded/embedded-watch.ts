import type { Logger } from "pino";
import { findIdentity, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import type { TokenFor } from "../../demo/identities/demo-desk.ts";
import { LIFE } from "../../gateway/token/own-tokens.ts";
import type { Gateway } from "../../gateway/create-gateway.ts";
import { askBy, type AskHub } from "../../subgraphs/kit/ask-hub.ts";
import type { RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";

/** The hub that departments ask for their own work. */
export interface WatchedHub {
  readonly gateway: Gateway;
  readonly tokenFor: TokenFor;
  /** The day of the invented city, on which its books end. */
  readonly asOf: string;
  readonly logger: Logger;
}

/** Milliseconds for which a token is used: a minute less than it lives. */
const KEPT = (LIFE - 60) * 1_000;

/** A token that is got anew shortly before it ends, or when it could not be got. */
const keptToken = (get: () => Promise<string>): (() => Promise<string>) => {
  let kept: { readonly token: Promise<string>; readonly since: number } | undefined;
  return () => {
    if (kept !== undefined && performance.now() - kept.since < KEPT) return kept.token;
    const token = get();
    kept = { token, since: performance.now() };
    token.catch(() => {
      kept = undefined;
    });
    return token;
  };
};

/** Asking the embedded hub in process, as a demo app without an officer. */
function askAsApp({ gateway, tokenFor }: Pick<WatchedHub, "gateway" | "tokenFor">, app: string): AskHub {
  const identity = findIdentity(readDemoIdentities(), app);
  return askBy(
    identity.app.purpose,
    keptToken(() => tokenFor(identity)),
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
