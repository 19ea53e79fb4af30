import { insisting } from "../../../database/insist.ts";
import pg from "pg";
import { LedgerUnavailable } from "../../errors.ts";
import type { Leaf } from "../../leaf.ts";
import { survivingPool } from "../surviving-pool.ts";

const NO_PARTITION = "23514";
/** SQLSTATE of `ledger.append` while a witness's refusal is not settled. */
const REFUSED = "LW409";

/** The connections that write leaves. */
export interface LeafWriter {
  /** Writes a batch in one transaction; resolves with its first index once PostgreSQL has confirmed the commit. @throws LedgerUnavailable */
  write(batch: readonly Leaf[]): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the writing connections. They insist on synchronous commit whatever the database's default is, and give up (and
 * are thrown away, so that a dead peer cannot hold a lane) after `boundMs`.
 */
export function leafWriter(databaseUrl: string, { boundMs, lanes }: { boundMs: number; lanes: number }): LeafWriter {
  const pool = survivingPool({
    ...insisting(databaseUrl, ["synchronous_commit=on"]),
    max: lanes,
    connectionTimeoutMillis: boundMs,
    query_timeout: boundMs,
    statement_timeout: boundMs,
    application_name: "ledger append",
    keepAlive: true,
  });
  return {
    async write(batch) {
      const client = await pool.connect();
      let broken: Error | boolean = true;
      try {
        const base = await appendWithPartition(client, batch);
        broken = false;
        return base;
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || error.code !== REFUSED) throw error;
        broken = false;
        throw new LedgerUnavailable("WITNESS_REFUSED", { cause: error });
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/**
 * True when PostgreSQL refused a batch for what stands in it: data exceptions, violated constraints, and limits such as the length of an
 * index's entry (SQLSTATE classes 22, 23, 54). The statement was then rolled back. A lost connection says nothing of the kind.
 */
export function isRefusedBatch(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:22|23|54)/.test(error.code ?? "");
}

async function appendWithPartition(client: pg.ClientBase, batch: readonly Leaf[]): Promise<number> {
  try {
    return await append(client, batch);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== NO_PARTITION) throw error;
    // The whole batch was rolled back for want of a month: make it, and write for the first time.
    const months = new Set(batch.map(({ columns }) => monthOf(columns)));
    for (const month of months) await client.query("SELECT ledger.ensure_month($1)", [month]);
    return append(client, batch);
  }
}

async function append(client: pg.ClientBase, batch: readonly Leaf[]): Promise<number> {
  const { rows } = await client.query<{ base: string }>({
    name: "ledger-append",
    text: "SELECT ledger.append($1::text[], $2::text[]) AS base",
    values: [binaryTextArray(batch.map(({ bytes }) => bytes)), binaryTextArray(batch.map(({ columns }) => columns))],
  });
  return Number(rows[0]?.base);
}

function monthOf(columns: string): string {
  const date = new Date(Number.parseInt(columns, 10));
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth())).toISOString();
}

const TEXT_OID = 25;
const HEADER_BYTES = 20;

/**
 * A text[] in PostgreSQL's binary wire format (array_send): a Buffer parameter travels as it is, without the quoting and
 * parsing that arrays of JSON in text form cost on both sides.
 */
function binaryTextArray(values: readonly (Buffer | string)[]): Buffer {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const out = Buffer.allocUnsafe(HEADER_BYTES + lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  for (const header of [1, 0, TEXT_OID, values.length, 1]) at = out.writeInt32BE(header, at);
  for (const [i, value] of values.entries()) {
    at = out.writeInt32BE(lengths[i] ?? 0, at);
    at += typeof value === "string" ? out.write(value, at, "utf8") : value.copy(out, at);
  }
  return out;
}
