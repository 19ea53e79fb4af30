import type { Queryable } from "./tile-store.ts";

/** How far what is signed, and what outsiders have seen, are behind what is recorded. */
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
