import { defineSubgraph, type Subgraph } from "../kit/subgraph.ts";
import { catalogueOfFile } from "./catalogue/load-catalogue.ts";
import { watchLapses } from "./clock/record-lapses.ts";
import { assessmentDaysOf, databaseClock } from "./clock/assessments-due.ts";
import { limitsOf } from "./clock/limits.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { schema } from "./schema.ts";
import { withServices, type SharingServices } from "./services.ts";

/** The services that hold unless others are given: the committed supergraph, national limits, the machine's clock. */
const usual = (): Omit<SharingServices, "onEvent"> => ({
  catalogue: catalogueOfFile(),
  limits: limitsOf(),
  now: () => new Date(),
  secondClock: databaseClock,
  assessmentDays: assessmentDaysOf(process.env["HUB_ASSESSMENT_DAYS"]),
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

type SharingChoices = Pick<SharingServices, "onEvent"> & Partial<SharingServices>;

/**
 * The sharing subgraph over its own database.
 * @param services `onEvent`, which appends to the ledger and fails closed, and what differs from the usual
 */
export function createSharing(services: SharingChoices): Subgraph<PrismaClient> {
  return defineSubgraph({
    name: "sharing",
    schema,
    outbox: true,
    connect: (adapter) => connect(new PrismaClient({ adapter }), { ...usual(), ...services }),
  });
}
