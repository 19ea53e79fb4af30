import { survivingPool } from "./surviving-pool.ts";

/** Asks the database whether it would take a record now. */
export interface WriteProbe {
  /** Resolves within twice the bound; never rejects. */
  readonly ask: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/**
 * A durable write that writes no record: it takes the turn, touches the head and commits, so that a database that is gone, read only,
 * out of disk or stuck behind a lock all say no. Over a connection of its own, opened when it is first needed.
 */
export function writeProbe(databaseUrl: string, boundMs: number): WriteProbe {
  const pool = survivingPool({
    connectionString: databaseUrl,
    max: 1,
    connectionTimeoutMillis: boundMs,
    query_timeout: boundMs,
    statement_timeout: boundMs,
    application_name: "ledger probe",
    options: "-c synchronous_commit=on",
  });
  const ask = async (): Promise<boolean> => {
    const client = await pool.connect();
    let broken = true;
    try {
      const { rowCount } = await client.query("UPDATE ledger.head SET size = size");
      broken = rowCount !== 1;
      return rowCount === 1;
    } finally {
      client.release(broken);
    }
  };
  return { ask: () => ask().catch(() => false), close: () => pool.end() };
}
