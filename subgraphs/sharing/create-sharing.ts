import { defineSubgraph, type Subgraph } from "../kit/subgraph.ts";
import { catalogueOfFile } from "./catalogue/load-catalogue.ts";
import { watchLapses } from "./clock/record-lapses.ts";
import { limitsOf } from "./clock/limits.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { schema } from "./schema.ts";
import { withServices, type SharingServices } from "./services.ts";

/** Services of a hub that runs alone: the committed supergraph, national limits, the machine's clock, no ledger. */
const alone = (): SharingServices => ({
  catalogue: catalogueOfFile(),
  limits: limitsOf(),
  now: () => new Date(),
  onEvent: () => Promise.resolve(),
  disclosuresOf: () => Promise.resolve([]),
  report: (error) => {
    console.error("Lapses could not be recorded; they are tried again.", error instanceof Error ? error.name : "");
  },
});

/** Opens the database and, until it is closed, records what time alone brings about. */
const connect = (client: PrismaClient, services: SharingServices): PrismaClient => {
  const database = withServices(client, services);
  const end = watchLapses(database, services.report);
  const disconnect = database.$disconnect.bind(database);
  database.$disconnect = () => {
    end();
    return disconnect();
  };
  return database;
};

/**
 * The sharing subgraph over its own database.
 * @param services what differs from a hub that runs alone; `onEvent` appends to the ledger and fails closed
 */
export const createSharing = (services: Partial<SharingServices> = {}): Subgraph<PrismaClient> =>
  defineSubgraph({
    name: "sharing",
    schema,
    connect: (adapter) => connect(new PrismaClient({ adapter }), { ...alone(), ...services }),
  });
