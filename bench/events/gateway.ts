import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { openEmbeddedGovernance } from "../../deploy/embedded/embedded-governance.ts";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { eventsFromDatabase } from "../../gateway/events/event-store.ts";
import { readOpenKeys, readSecretKeys } from "../../schema/envelope/seal-keys.ts";
import { DEPARTMENTS, SERVICES } from "../../subgraphs/kit/departments.ts";
import { sourceNames } from "../../subgraphs/sources/description/read-source.ts";
import { tellUsage } from "../usage.ts";

/** Apps that subscribe; one may have 500 streams. */
const APPS = ["bench-0", "bench-1", "bench-2", "bench-3"];

const [, , folder = "", ledgerUrl = "", eventsUrl = "", ownKeys = "", departmentKeys = ""] = process.argv;
// The demo's token issuer refuses production; everything that is slower elsewhere has been imported by now.
delete process.env["NODE_ENV"];

/** What the gateway tells of itself once it listens. */
export interface Listening {
  readonly url: string;
  /** A token of each app, and its officer. */
  readonly tokens: readonly string[];
}

const grants = APPS.map((app) => ({
  id: app,
  consumer: { app },
  purpose: { code: "BENCH", name: "测量", basis: "保障农民工工资支付条例第三十八条第一款" },
  validTo: "2099-01-01T00:00:00Z",
  rowScope: ["4111"],
  items: { "Query.arrearsClue": "CLEAR", "ArrearsClue.status": "CLEAR", "ArrearsClue.workers": "CLEAR" },
}));
const path = join(folder, "grants.yaml");
// JSON is YAML.
await writeFile(path, JSON.stringify({ grants }));

/* The gateway in a process of its own, everything on: tokens, grants, quotas, envelopes, seals, a durable record before each answer. */
const logger = pino({ level: "silent" });
const { governance, issuer, envelopeKeys } = await openEmbeddedGovernance(folder, logger, path);
process.send?.({ envelopeKeys });
const [upstream] = (await once(process, "message")) as [Readonly<Record<string, string>>];
// Nobody is asked but 人社.
const others = new Set([...[...DEPARTMENTS, ...SERVICES].map(({ name }): string => name), ...sourceNames()]);
others.delete("human-resources");
const [own, department] = [readSecretKeys(ownKeys), readOpenKeys(departmentKeys)];
const gateway = await createGateway({
  supergraph: "schema/supergraph.graphql",
  upstream,
  logger,
  governance,
  seals: { own: () => own, departments: new Map([["human-resources", () => department]]), unsealed: others },
  ledger: await openEmbeddedLedger(folder, ledgerUrl),
  events: eventsFromDatabase(eventsUrl, logger),
  // Two thousand streams are opened within seconds.
  callers: { guessing: null, rate: { requests: 1_000_000, seconds: 1 } },
});
const { url } = await gateway.listen({ port: 0 });
const tokens = await Promise.all(
  APPS.map((app) =>
    issuer.issue({ app, department: "human-resources", officer: "hr-bench", division: "411100", roles: [] }),
  ),
);
tellUsage();
process.send?.({ url, tokens } satisfies Listening);
