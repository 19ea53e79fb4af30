import { openLedger, type Ledger } from "./open-ledger.ts";
import { storedOrigin } from "./stored-origin.ts";

/** Opens the ledger that a database holds, to append and read; somebody else signs. undefined while it holds none. */
export async function openStoredLedger(databaseUrl: string): Promise<Ledger | undefined> {
  const origin = await storedOrigin(databaseUrl);
  return origin === undefined ? undefined : openLedger({ databaseUrl, origin });
}
