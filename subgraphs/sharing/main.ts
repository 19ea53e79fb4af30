import type { Ledger } from "../../ledger/store/open-ledger.ts";
import { openStoredLedger } from "../../ledger/store/stored-ledger.ts";
import { databaseVariableOf } from "../kit/departments.ts";
import type { ServedSubgraph } from "../kit/subgraph.ts";
import { createSharing } from "./create-sharing.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";
import { ledgerServices } from "./ledger-services.ts";
import { schema } from "./schema.ts";

const NO_LEDGER =
  "NO LEDGER: no step of the workflow can be recorded, so NONE IS TAKEN: every mutation is refused. Set DATABASE_URL_LEDGER. 未配置账本，任何步骤均不予办理。";

/** Opens the ledger for appending; a gateway, or whoever has its key, signs. @throws when the database holds none yet */
const openForSteps = async (databaseUrl: string): Promise<Ledger> => {
  const ledger = await openStoredLedger(databaseUrl);
  if (ledger !== undefined) return ledger;
  throw new Error("DATABASE_URL_LEDGER names a database without a ledger: a gateway with --ledger-key makes it.");
};

/**
 * Opens the workflow in a process of its own: every step is a leaf of the ledger that is named. Without one it answers
 * questions and takes no step; `tell` is told so at once.
 * @throws when the ledger is named and cannot be used
 */
export async function openAlone(
  databaseUrl: string,
  ledgerUrl: string | undefined,
  tell: (message: string) => void,
): Promise<PrismaClient> {
  if (ledgerUrl === undefined) {
    tell(NO_LEDGER);
    return createSharing({ onEvent: () => Promise.reject(new Error("There is no ledger")) }).open(databaseUrl);
  }
  const ledger = await openForSteps(ledgerUrl);
  const database = createSharing(ledgerServices(ledger)).open(databaseUrl);
  const disconnect = database.$disconnect.bind(database);
  database.$disconnect = async () => {
    await disconnect();
    await ledger.close();
  };
  return database;
}

/** The sharing workflow in a process of its own, with the ledger that the environment names behind it. */
export const subgraph: ServedSubgraph<PrismaClient> = Object.freeze({
  name: "sharing",
  schema,
  open: (databaseUrl: string) => openAlone(databaseUrl, process.env[databaseVariableOf("ledger")], console.error),
});
