import { insisting } from "../../database/insist.ts";
import type { Pool } from "pg";
import { detectAnomalies, type Window } from "../../ledger/anomalies/detect-anomalies.ts";
import { settleFinding, type Settlement } from "../../ledger/anomalies/findings.ts";
import { openLedger, type Ledger } from "../../ledger/store/open-ledger.ts";
import { survivingPool } from "../../ledger/store/surviving-pool.ts";
import { hasherFor, hashOfOrigin, type TreeHasher } from "../../ledger/tree/hasher.ts";

/** The ledger's database as auditors meet it. */
export interface AuditDatabase {
  /** Every transaction on it is read only, by PostgreSQL's own hand. */
  readonly reader: Pool;
  /** The hash function of this log. Rejects while the ledger was never opened. */
  readonly hasher: () => Promise<TreeHasher>;
  /** Records the decision in the ledger, then settles the finding. */
  readonly settle: (decision: Parameters<typeof settleFinding>[2]) => Promise<Settlement>;
  /** The database's clock, milliseconds since 1970. */
  readonly now: () => Promise<number>;
  /** Runs the rules over a window of the log and keeps what they find. Gives the number of new findings. */
  readonly detect: (window: Window) => Promise<number>;
  readonly $disconnect: () => Promise<void>;
}

const CONNECTIONS = 8;

const readOrigin = async (reader: Pool): Promise<string> => {
  const { rows } = await reader.query<{ origin: string }>("SELECT origin FROM ledger.head");
  if (rows[0] === undefined) throw new Error("This database holds no ledger");
  return rows[0].origin;
};

/** Computed when it is first asked for, and again after a failure. */
const once = <Value>(compute: () => Promise<Value>): (() => Promise<Value>) => {
  let value: Promise<Value> | undefined;
  return () =>
    (value ??= compute().catch((error: unknown) => {
      value = undefined;
      throw error;
    }));
};

/** Opens the ledger's database for reading. Findings are written over connections of their own, opened when they are first needed. */
export function openAuditDatabase(databaseUrl: string): AuditDatabase {
  const reader = survivingPool({
    ...insisting(databaseUrl, ["default_transaction_read_only=on", "statement_timeout=10000"]),
    max: CONNECTIONS,
    application_name: "audit",
  });
  const origin = once(() => readOrigin(reader));
  const closing: (() => Promise<void>)[] = [() => reader.end()];
  const ledger = once(async (): Promise<Ledger> => {
    const opened = await openLedger({ databaseUrl, origin: await origin() });
    closing.push(opened.close);
    return opened;
  });
  const writer = once(() => {
    const pool = survivingPool({ connectionString: databaseUrl, max: 1, application_name: "audit findings" });
    closing.push(() => pool.end());
    return Promise.resolve(pool);
  });
  return Object.freeze<AuditDatabase>({
    reader,
    hasher: async () => hasherFor(hashOfOrigin(await origin())),
    now: async () => {
      const { rows } = await reader.query<{ now: Date }>("SELECT clock_timestamp() AS now");
      return rows[0]?.now.getTime() ?? Number.NaN;
    },
    settle: async (decision) => settleFinding(await writer(), (await ledger()).append, decision),
    detect: async (window) => detectAnomalies(await writer(), window),
    $disconnect: async () => {
      await Promise.all(closing.map((close) => close()));
    },
  });
}
