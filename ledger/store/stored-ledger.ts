import pg from "pg";
import { openLedger, type Ledger } from "./open-ledger.ts";

/** Opens the ledger that a database holds, to append and read; somebody else signs. undefined while it holds none. */
export async function openStoredLedger(databaseUrl: string): Promise<Ledger | undefined> {
  const origin = await storedOrigin(databaseUrl);
  return origin === undefined ? undefined : openLedger({ databaseUrl, origin });
}

const NO_TABLE = "42P01";

/** The name of the log that a database holds; undefined while it holds none. Rejects when the database does not answer. */
export async function storedOrigin(databaseUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ origin: string }>("SELECT origin FROM ledger.head");
    return rows[0]?.origin;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === NO_TABLE) return undefined;
    throw error;
  } finally {
    await client.end();
  }
}
