import { Client } from "pg";
import { findDisclosures } from "../ledger/query/find-disclosures.ts";
import { eventRecord } from "../ledger/store/event-record.ts";
import type { Ledger } from "../ledger/store/open-ledger.ts";
import { migrateDatabase } from "../subgraphs/kit/migrate-database.ts";
import type { ServedSubgraph } from "../subgraphs/kit/subgraph.ts";
import { createSharing } from "../subgraphs/sharing/create-sharing.ts";
import { runDemoWorkflow } from "../subgraphs/sharing/demo/run-demo-workflow.ts";
import type { SharingEvent } from "../subgraphs/sharing/event.ts";
import type { SharingServices } from "../subgraphs/sharing/services.ts";

/** The workflow of an embedded hub. */
export interface EmbeddedSharing {
  readonly subgraph: ServedSubgraph;
  /** Whether anybody is in the register of parties: without them there are no grants. */
  readonly hasParties: () => Promise<boolean>;
  /**
   * Brings the demo's grants about by the workflow, in an emptied database: each start that builds a city builds its grants.
   * Its ledger is not emptied; nothing ever is there.
   */
  readonly buildDemoGrants: (onProgress?: (done: number, total: number) => void) => Promise<void>;
}

/** Disclosures that one correction is linked to, at most. */
const MOST_LINKED = 100;

const recordOf = ({ kind, change, time, app, department, officer, detail }: SharingEvent) =>
  eventRecord(kind, change, {
    time,
    app,
    department,
    officer,
    decision: "refused" in detail ? "REFUSED" : "RECORDED",
  });

/** Covert investigations stay withheld, as from everybody. */
const disclosuresIn =
  (ledger: Ledger): SharingServices["disclosuresOf"] =>
  async ({ coordinate, subject, department }) => {
    const [typeName = ""] = coordinate.split(".");
    const filter = { coordinate, department, subject: `${typeName}:${subject}` };
    const { disclosures } = await findDisclosures(ledger.database, filter, { limit: MOST_LINKED });
    return disclosures.map(({ index }) => String(index));
  };

const ask = async (databaseUrl: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

/** Opens the workflow over its database; each step is taken only once the ledger holds it. */
export const openEmbeddedSharing = async (databaseUrl: string, ledger: Ledger): Promise<EmbeddedSharing> => {
  await migrateDatabase("sharing", databaseUrl);
  const subgraph = createSharing({
    onEvent: async (event) => {
      await ledger.append(recordOf(event));
    },
    disclosuresOf: disclosuresIn(ledger),
  });
  return {
    subgraph,
    hasParties: async () => (await ask(databaseUrl, "select from officer limit 1")).length > 0,
    buildDemoGrants: async (onProgress) => {
      await ask(databaseUrl, "drop schema public cascade");
      await ask(databaseUrl, "create schema public");
      await migrateDatabase("sharing", databaseUrl);
      const database = subgraph.open(databaseUrl);
      try {
        await runDemoWorkflow(database, onProgress);
      } finally {
        await database.$disconnect();
      }
    },
  };
};
