import { DatabaseError, Pool } from "pg";
import { insisting } from "../../../../database/insist.ts";
import { databaseIsThere } from "../../../kit/health.ts";
import type { ToldRow } from "../../values/translate-rows.ts";
import { quoted, quotedTable } from "./sql-statement.ts";
import type { SqlDialect, SqlSystem } from "./sql-system.ts";

/** Milliseconds in which a connection must stand. */
const LONGEST_CONNECT = 3_000;

/** Values that one fetch of a cursor brings. */
const BATCH = 10_000;

/** PostgreSQL's code for a column that is not there. */
const COLUMN_MISSING = "42703";

/** Every value as the text that the old system writes: nothing is rounded on its way into the translation. */
const texts = { getTypeParser: () => (text: string) => text };

const DIALECT: SqlDialect = {
  parameter: (number) => `$${number}`,
  among: (column, values, add) => `${column} = any(${add(values)})`,
  told: (column) => column,
};

async function* cursor(pool: Pool, from: string, column: string): AsyncGenerator<readonly string[]> {
  const client = await pool.connect();
  let isDone = false;
  try {
    const name = quoted(column);
    await client.query("begin");
    await client.query(
      `declare people no scroll cursor for select ${name} as value from ${quotedTable(from)} where ${name} is not null`,
    );
    for (;;) {
      const { rows } = await client.query<{ value: string }>(`fetch ${BATCH} from people`);
      yield rows.map(({ value }) => value);
      if (rows.length < BATCH) break;
    }
    await client.query("commit");
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}

/** PostgreSQL, and whatever speaks its protocol (人大金仓, openGauss), in sessions that can only read. */
export function postgresSystem(url: string, seconds: number, concurrency: number): SqlSystem {
  const pool = new Pool({
    ...insisting(url, ["default_transaction_read_only=on", `statement_timeout=${seconds * 1_000}`, "DateStyle=ISO"]),
    max: concurrency,
    connectionTimeoutMillis: LONGEST_CONNECT,
    // The old system may be gone without a word: its own limit then ends nothing.
    query_timeout: (seconds + 1) * 1_000,
    types: texts,
  });
  // Told to whoever has a statement under way; the pool opens another connection for the next one.
  pool.on("error", () => undefined);
  return {
    dialect: DIALECT,
    rows: async (text, values) => (await pool.query<ToldRow>(text, [...values])).rows,
    column: (from, column) => cursor(pool, from, column),
    columnsOf: async (from) => {
      const { rows } = await pool.query<{ name: string }>(
        "select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped",
        [quotedTable(from)],
      );
      return new Set(rows.map(({ name }) => name));
    },
    isColumnMissing: (error) => error instanceof DatabaseError && error.code === COLUMN_MISSING,
    isThere: () => databaseIsThere(url),
    close: () => pool.end(),
  };
}
