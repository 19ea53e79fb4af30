import { sharingKeyIn } from "../../ledger/key-file.ts";
import type { Ledger } from "../../ledger/store/open-ledger.ts";
import { openStoredLedger } from "../../ledger/store/stored-ledger.ts";
import { databaseVariableOf } from "../kit/departments.ts";
import type { ServedSubgraph } from "../kit/subgraph.ts";
import { createSharing } from "./create-sharing.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";
import { ledgerServices } from "./ledger-services.ts";
import { schema } from "./schema.ts";
import { adoptAll } from "./workflow/adopt-all.ts";

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
 * @param keyFolder where the key that signs grants lies, or is made
 * @throws when the ledger is named and cannot be used, or no place of the key is
 */
export async function openAlone(
  databaseUrl: string,
  ledgerUrl: string | undefined,
  tell: (message: string) => void,
  keyFolder = process.env["HUB_SHARING_KEY"],
): Promise<PrismaClient> {
  if (ledgerUrl === undefined) {
    tell(NO_LEDGER);
    return createSharing({ onEvent: () => Promise.reject(new Error("There is no ledger")) }).open(databaseUrl);
  }
  if (keyFolder === undefined)
    throw new Error(
      "HUB_SHARING_KEY names no folder: gateways serve only grants that the sharing service's key has signed.",
    );
  const { secret, verifier } = await sharingKeyIn(keyFolder);
  const ledger = await openForSteps(ledgerUrl);
  const database = createSharing(ledgerServices(ledger, { secret, verifier })).open(databaseUrl);
  await adoptAll(database, ledger.database, verifier);
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
  outbox: true as const,
  open: (databaseUrl: string) => openAlone(databaseUrl, process.env[databaseVariableOf("ledger")], console.error),
});
