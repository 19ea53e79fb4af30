import type { ClientBase } from "pg";
import { copyRows } from "./copy-rows.ts";

/** A row as it is stored: its index, the bytes of its leaf, and its columns as a line of facets. */
export interface StoredRow {
  readonly index: number;
  readonly record: Buffer;
  /** As `ledger/facets.ts` writes it. */
  readonly facets: Buffer;
}

/** A signed checkpoint as it is stored. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** With its cosignatures. */
  readonly note: string;
}

/** Where a log is read from to be verified. Nothing that it says is believed. */
export interface LogSource {
  /** What the head's row claims: the number of records ever appended. */
  headSize(): Promise<number>;
  /** One more than the largest index that has a row. */
  endOfRows(): Promise<number>;
  /** All stored checkpoints by size. */
  checkpoints(): Promise<readonly StoredCheckpoint[]>;
  /** The rows of [from, to) in the order of their indexes; from 0 includes negative indexes, which do not belong. */
  rows(from: number, to: number): AsyncIterable<readonly StoredRow[]>;
  /** Hashes of the tiles of a level, from tile `first` (included) to `end` (excluded), by their index. */
  tiles(level: number, first: number, end: number): Promise<ReadonlyMap<number, Buffer>>;
  /** The highest level that has a tile, -1 for none. */
  topLevel(): Promise<number>;
}

// Written out here and not called as a function of the database, which whoever owns the database could replace.
const FACET_LINE = `concat_ws(E'\\x1f',
  (extract(epoch FROM time) * 1000)::bigint, kind, coalesce(department, ''), coalesce(app, ''), coalesce(officer, ''),
  coalesce(purpose, ''), decision, coalesce(covert, ''), coalesce(lifts, ''), row_count,
  array_to_string(coordinates, E'\\x1e'), array_to_string(subjects, E'\\x1e'))`;

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
    endOfRows: () => number("SELECT coalesce(max(index) + 1, 0) AS n FROM ledger.leaves"),
    topLevel: () => number("SELECT coalesce(max(level), -1) AS n FROM ledger.tiles"),
    async checkpoints() {
      const { rows } = await client.query<{ size: string; root: Buffer; note: string }>(
        "SELECT size, root, note || cosignatures AS note FROM ledger.checkpoints ORDER BY size",
      );
      return rows.map(({ size, root, note }) => ({ size: Number(size), root, note }));
    },
    async *rows(from, to) {
      const lower = from === 0 ? "" : `index >= ${String(BigInt(from))} AND`;
      const select = `SELECT index, record, ${FACET_LINE} FROM ledger.leaves WHERE ${lower} index < ${String(BigInt(to))} ORDER BY index`;
      for await (const group of copyRows(client, select)) {
        yield group.map(([index, record, facets]) => ({
          index: Number(index?.readBigInt64BE() ?? -1n),
          record: record ?? Buffer.alloc(0),
          facets: facets ?? Buffer.alloc(0),
        }));
      }
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
