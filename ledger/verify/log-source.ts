import type { ClientBase } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { schemaFlaws } from "../store/schema-objects.ts";
import { ROW_COLUMNS, RowDecoder, type StoredRow } from "./row-decoder.ts";

/** A signed checkpoint as it is stored. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** With its cosignatures. */
  readonly note: string;
}

/** The source that a log is read from to be verified. Nothing that it says is believed. */
export interface LogSource {
  /** The claim of the head's row: the number of records ever appended. */
  headSize(): Promise<number>;
  /** The name of the log in the head's row; absent where the log is not read from a database. */
  headOrigin?(): Promise<string>;
  /** One more than the largest index that has a row. */
  endOfRows(): Promise<number>;
  /** All stored checkpoints by size. */
  checkpoints(): Promise<readonly StoredCheckpoint[]>;
  /** The rows of [from, to) in the order of their indexes; from 0 includes negative indexes, which do not belong. */
  rows(from: number, to: number): AsyncIterable<readonly StoredRow[]>;
  /** Hashes of the tiles of a level, from tile `first` (included) to `end` (excluded), by their index. */
  tiles(level: number, first: number, end: number): Promise<ReadonlyMap<number, Buffer>>;
  /** Differences of the schema from what its migrations make; absent where the log is not read from a database. */
  schema?(): Promise<readonly string[]>;
  /** The highest level that has a tile, -1 for none. */
  topLevel(): Promise<number>;
}

/**
 * The log of a database, over one connection. The caller puts it into a REPEATABLE READ transaction, so that all parts are
 * of the same moment.
 */
export function databaseSource(client: ClientBase): LogSource {
  const number = async (sql: string): Promise<number> => {
    const { rows } = await client.query<{ n: string }>(sql);
    return Number(rows[0]?.n ?? 0);
  };
  return {
    headSize: () => number("SELECT size AS n FROM ledger.head"),
    async headOrigin() {
      const { rows } = await client.query<{ origin: string }>("SELECT origin FROM ledger.head");
      return rows[0]?.origin ?? "";
    },
    endOfRows: () => number("SELECT coalesce(max(index) + 1, 0) AS n FROM ledger.leaves"),
    schema: () => schemaFlaws(client),
    topLevel: () => number("SELECT coalesce(max(level), -1) AS n FROM ledger.tiles"),
    async checkpoints() {
      const { rows } = await client.query<{ size: string; root: Buffer; note: string }>(
        "SELECT size, root, note || cosignatures AS note FROM ledger.checkpoints ORDER BY size",
      );
      return rows.map(({ size, root, note }) => ({ size: Number(size), root, note }));
    },
    async *rows(from, to) {
      const lower = from === 0 ? "" : `index >= ${String(BigInt(from))} AND`;
      const select = `SELECT ${ROW_COLUMNS} FROM ledger.leaves WHERE ${lower} index < ${String(BigInt(to))} ORDER BY index`;
      const decoder = new RowDecoder();
      const stream = client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`));
      for await (const chunk of stream as AsyncIterable<Buffer>) yield decoder.decode(chunk);
    },
    async tiles(level, first, end) {
      const { rows } = await client.query<{ index: string; hashes: Buffer }>(
        "SELECT index, hashes FROM ledger.tiles WHERE level = $1 AND index >= $2 AND index < $3",
        [level, first, end],
      );
      return new Map(rows.map(({ index, hashes }) => [Number(index), hashes]));
    },
  };
}
