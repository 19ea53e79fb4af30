import type { Logger } from "pino";
import type { GovernanceOptions } from "../../decide/create-governance.ts";
import { openUsageDesk, type UsageDesk } from "../usage-desk.ts";
import { openHubGrantStore, type HubGrantNews, type HubGrantStoreOptions } from "./hub-grant-store.ts";

/** Grants that the hub's database hands out, ready to be opened with the first catalogue. */
export interface DatabaseGrants {
  /** Told what each recorded answer used, so that the workflow knows which grants nobody needs. To be closed after the gateway. */
  readonly usage: UsageDesk;
  readonly open: GovernanceOptions["openGrants"];
  /** Resolves when grants were in force for the first time; until then everything is HUB_NOT_READY. */
  readonly loaded: Promise<void>;
}

const tell = (logger: Logger, news: HubGrantNews): void => {
  if (news.kind === "loaded") logger.info(news, "Grants are in force.");
  else if (news.kind === "refused") logger.error(news, "One grant of the hub's database is NOT in force.");
  else if (news.kind === "unreachable") logger.warn(news, "The hub's database cannot be read; trying again.");
  else logger.error(news, "The hub's database has been silent for too long: nothing is granted until it is back.");
};

/** Reads grants from the hub's database and tells the log what becomes of them. */
export function grantsFromDatabase(
  connectionString: string,
  logger: Logger,
  bounds: Pick<HubGrantStoreOptions, "bound" | "interval" | "statements"> = {},
): DatabaseGrants {
  const { promise: loaded, resolve } = deferred();
  return {
    usage: openUsageDesk(connectionString, () => {
      logger.warn("Uses of grants could not be counted; they are tried again.");
    }),
    loaded,
    open: (catalogue) =>
      openHubGrantStore({
        connectionString,
        catalogue,
        ...bounds,
        report: (news) => {
          tell(logger, news);
          if (news.kind === "loaded") resolve();
        },
      }),
  };
}

/** `Promise.withResolvers`, which Node 20 lacks. */
const deferred = (): { readonly promise: Promise<void>; readonly resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
