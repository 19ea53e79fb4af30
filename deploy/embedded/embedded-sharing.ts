import { Client } from "pg";
import type { KeyPair } from "../../ledger/tree/key.ts";
import type { Ledger } from "../../ledger/store/open-ledger.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import type { Subgraph } from "../../subgraphs/kit/subgraph.ts";
import { createSharing } from "../../subgraphs/sharing/create-sharing.ts";
import { demoAppKey } from "../../demo/identities/demo-app-key.ts";
import { registerDemoKeys, registerDemoParties } from "../../demo/sharing/demo-parties.ts";
import { runDemoWorkflow } from "../../demo/sharing/run-demo-workflow.ts";
import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { adoptAll } from "../../subgraphs/sharing/workflow/adopt-all.ts";
import { ledgerServices } from "../../subgraphs/sharing/ledger-services.ts";
import { admitRoles, servingUrls, type ServingUrls } from "../serving-roles.ts";

/** The workflow of an embedded hub. */
export interface EmbeddedSharing {
  readonly subgraph: Subgraph<PrismaClient>;
  /** Its database for the workflow, and for gateways. */
  readonly urls: ServingUrls<"serve" | "gateway">;
  /** True when somebody is in the register of parties; without parties there are no grants. */
  readonly hasParties: () => Promise<boolean>;
  /** Registers parties of the demo that a register from an earlier start does not have. */
  readonly completeParties: () => Promise<void>;
  /**
   * Brings the demo's grants about by the workflow, in an emptied database: each start that builds a city builds its grants.
   * Its ledger is not emptied; nothing ever is there.
   */
  readonly buildDemoGrants: (onProgress?: (done: number, total: number) => void) => Promise<void>;
}

const connected = async <Result>(databaseUrl: string, work: (client: Client) => Promise<Result>): Promise<Result> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/**
 * Opens the workflow over its database, as a role that owns nothing of it; each step is taken only once the ledger holds it.
 * @param ownerUrl the owner's, for migrations and for emptying the demo
 * @param folder the data folder, where the demo's apps have their keys
 */
export async function openEmbeddedSharing(
  ownerUrl: string,
  ledger: Ledger,
  key: KeyPair,
  folder: string,
): Promise<EmbeddedSharing> {
  const applied = await migrateDatabase("sharing", ownerUrl);
  /** Nothing has been in the database yet. */
  let isNew = applied.some((name) => name.startsWith("0001"));
  const urls = await servingUrls<"serve" | "gateway">("sharing", ownerUrl);
  const subgraph = createSharing(ledgerServices(ledger, key));
  const opened = async (work: (database: PrismaClient) => Promise<unknown>): Promise<void> => {
    const database = subgraph.open(urls.serve);
    try {
      await work(database);
    } finally {
      await database.$disconnect();
    }
  };
  const jwksOf = async (app: string): Promise<object> => (await demoAppKey(folder, app)).jwks;
  return {
    subgraph,
    urls,
    hasParties: () =>
      connected(urls.serve, async (client) => (await client.query("select from officer limit 1")).rowCount === 1),
    completeParties: () =>
      opened(async (database) => {
        await adoptAll(database, ledger.database, key.verifier);
        await registerDemoParties(database);
        await registerDemoKeys(database, jwksOf);
      }),
    buildDemoGrants: async (onProgress) => {
      if (!isNew) {
        await connected(ownerUrl, (client) => client.query("drop schema public cascade; create schema public"));
        await migrateDatabase("sharing", ownerUrl);
        await connected(ownerUrl, (client) => admitRoles("sharing", client));
      }
      isNew = false;
      await opened(async (database) => {
        await runDemoWorkflow(database, onProgress);
        await registerDemoKeys(database, jwksOf);
      });
    },
  };
}
