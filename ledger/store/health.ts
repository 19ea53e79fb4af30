import { insisting } from "../../database/insist.ts";
import { survivingPool } from "./surviving-pool.ts";
import type { Queryable } from "./tile-store.ts";

/** The distance of signatures, and of cosignatures, behind what is recorded. */
export interface LedgerLag {
  /** Records in the log. */
  readonly size: number;
  /** Records in the newest signed checkpoint. */
  readonly signed: number;
  /** Records in the newest checkpoint that a witness cosigned; 0 without one. */
  readonly cosigned: number;
  /** Seconds that the oldest record outside every signed checkpoint waits, by the database's clock; 0 when none does. */
  readonly waitingSeconds: number;
}

/** Reads the lag with one query whose cost does not grow with the log. */
export async function readLag(database: Queryable): Promise<LedgerLag> {
  const { rows } = await database.query<Record<"size" | "signed" | "cosigned" | "waiting", string | null>>(
    `SELECT head.size, signed.size AS signed, cosigned.size AS cosigned,
       (SELECT extract(epoch FROM clock_timestamp() - time) FROM ledger.leaves WHERE index = coalesce(signed.size, 0) LIMIT 1) AS waiting
     FROM ledger.head
     LEFT JOIN LATERAL (SELECT size FROM ledger.checkpoints ORDER BY size DESC LIMIT 1) AS signed ON true
     LEFT JOIN LATERAL (
       SELECT size FROM ledger.checkpoints WHERE cosignatures <> '' ORDER BY size DESC LIMIT 1
     ) AS cosigned ON true`,
  );
  const [row] = rows;
  return {
    size: Number(row?.size ?? 0),
    signed: Number(row?.signed ?? 0),
    cosigned: Number(row?.cosigned ?? 0),
    waitingSeconds: Math.max(0, Number(row?.waiting ?? 0)),
  };
}

/** The reason for which no record is taken, or for which the log's signer has stopped. */
export type LedgerTrouble = "DATABASE" | "WITNESS_REFUSED" | "CORRUPT";

/** Asks the database if it would take a record now. */
export interface WriteProbe {
  /** undefined when it would. Resolves within twice the bound; never rejects. */
  readonly ask: () => Promise<Exclude<LedgerTrouble, "CORRUPT"> | undefined>;
  readonly close: () => Promise<void>;
}

/**
 * A durable write that writes no record: it takes the turn, touches the head and commits, so that a database that is gone, read only,
 * out of disk or stuck behind a lock all say no. Over a connection of its own, opened when it is first needed.
 */
export function writeProbe(databaseUrl: string, boundMs: number): WriteProbe {
  const pool = survivingPool({
    ...insisting(databaseUrl, ["synchronous_commit=on"]),
    max: 1,
    connectionTimeoutMillis: boundMs,
    query_timeout: boundMs,
    statement_timeout: boundMs,
    application_name: "ledger probe",
  });
  const ask: WriteProbe["ask"] = async () => {
    const client = await pool.connect();
    let broken = true;
    try {
      const { rows } = await client.query<{ up: boolean; refused: boolean }>(
        `SELECT ledger.would_append() AS up, EXISTS (SELECT FROM ledger.refusals WHERE settled_at IS NULL) AS refused`,
      );
      broken = rows.length !== 1;
      if (rows[0]?.refused === true) return "WITNESS_REFUSED";
      return rows[0]?.up === true ? undefined : "DATABASE";
    } finally {
      client.release(broken);
    }
  };
  return { ask: () => ask().catch(() => "DATABASE"), close: () => pool.end() };
}
