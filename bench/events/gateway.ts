import { pino } from "pino";
import type { Caller } from "../../gateway/authenticate/caller.ts";
import type { GatewayOptions } from "../../gateway/config.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { createGovernance } from "../../gateway/decide/create-governance.ts";
import { eventsFromDatabase } from "../../gateway/events/event-store.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import { parseGrants } from "../../gateway/grant/store/parse-grants.ts";

/*
 * One gateway with streams: governance, quotas, the pipeline and the hub's events are the product's; its one department answers in this
 * process, and its records go nowhere, so that what is measured is the gateway.
 */

const APPS = 4;

/** The one department: any site is there, and it answers at once. */
const works: NonNullable<GatewayOptions["post"]> = ({ body }) => {
  const { variables = {} } = JSON.parse(body) as { readonly variables?: Readonly<Record<string, unknown>> };
  const [code] = Object.values(variables);
  // Under the name that the subscription gives it.
  return Promise.resolve({ data: { levelChanged: { __typename: "Site", code, level: "RED", name: "示例工程" } } });
};

const callerOf = (app: string): Caller => ({
  app,
  department: "works",
  officer: "officer",
  division: null,
  roles: [],
  subject: null,
  enterprise: null,
  tokenId: "0".repeat(64),
  expiresAt: Date.parse("2100-01-01") / 1_000,
});

const callers = new Map(Array.from({ length: APPS }, (_, at) => [`app-${at}`, callerOf(`app-${at}`)]));

const main = async (databaseUrl: string, sdl: string): Promise<void> => {
  const logger = pino({ level: "silent" });
  const governance = createGovernance({
    authenticator: (header) => {
      const caller = callers.get((header ?? "").replace("Bearer ", ""));
      return caller === undefined ? { kind: "anonymous" } : { kind: "caller", caller };
    },
    openGrants: (catalogue) => {
      const grants = [...callers.keys()].map((app) => ({
        id: app,
        consumer: { app },
        purpose: { code: "BENCH", name: "测量", basis: "bench" },
        validTo: "2099-01-01T00:00:00Z",
        rowScope: ["*"],
        items: { "Site.*": "CLEAR" },
      }));
      const read = () => createGrantBook(parseGrants({ grants }, catalogue()));
      let book = read();
      return {
        current: () => book,
        reload: () => {
          book = read();
        },
        close: () => Promise.resolve(),
      };
    },
  });
  const gateway = await createGateway({
    supergraph: { sdl },
    governance,
    callers: { guessing: null, rate: { requests: 1_000_000, seconds: 1 } },
    events: eventsFromDatabase(databaseUrl, logger),
    ledger: { append: () => Promise.resolve({ index: 0, id: "0" }) },
    post: works,
    logger,
  });
  const { url } = await gateway.listen({ port: 0 });
  process.send?.({ url });
  process.on("message", () => {
    globalThis.gc?.();
    process.send?.({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() });
  });
  process.once("disconnect", () => {
    process.exit();
  });
};

const [, , databaseUrl = "", sdl = ""] = process.argv;
await main(databaseUrl, sdl);
