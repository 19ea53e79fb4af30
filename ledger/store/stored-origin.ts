import pg from "pg";

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
