import type { Connection } from "mysql2";
import type { Pool, PoolConnection, QueryError } from "mysql2/promise";
import type { SourceDescription } from "../../description/source-description.ts";
import type { ToldRow } from "../../values/translate-rows.ts";
import { quoted, quotedTable } from "./sql-statement.ts";
import type { SqlDialect, SqlSystem, SqlValue } from "./sql-system.ts";

/** Milliseconds in which a connection must stand. */
const LONGEST_CONNECT = 3_000;

/** Values of one part of a column. */
const BATCH = 10_000;

/** MySQL's code for a column that is not there. */
const COLUMN_MISSING = "ER_BAD_FIELD_ERROR";

const OFFSETS = { "Asia/Shanghai": "+08:00", UTC: "+00:00" } as const;

/** The database itself writes every value as text: numbers of 18 digits, exact amounts and days stay what they are. */
const DIALECT: SqlDialect = {
  parameter: () => "?",
  among: (column, values, add) => (values.length === 0 ? "false" : `${column} in (${values.map(add).join(", ")})`),
  told: (column) => `cast(${column} as char)`,
};

/** What a session has to be before anything is asked in it: it can only read, and the database ends what takes too long. */
const sessionOf = (isMaria: boolean, seconds: number, timeZone: SourceDescription["timeZone"]): readonly string[] => [
  "set session transaction read only",
  `set session sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'`,
  `set session time_zone = '${OFFSETS[timeZone]}'`,
  isMaria ? `set session max_statement_time = ${seconds}` : `set session max_execution_time = ${seconds * 1_000}`,
];

/** Whether the database refused a statement; otherwise the connection itself failed. */
const isRefusal = (error: unknown): error is Pick<QueryError, "code"> =>
  error instanceof Error && "sqlState" in error && typeof error.sqlState === "string";

/** Sessions of one database, each made ready before it is used, and given up once it failed other than by a refused statement. */
class MysqlSessions {
  readonly #pool: Promise<Pool>;
  readonly #ready = new WeakSet<object>();
  readonly #seconds: number;
  readonly #timeZone: SourceDescription["timeZone"];

  constructor(pool: Promise<Pool>, seconds: number, timeZone: SourceDescription["timeZone"]) {
    this.#pool = pool;
    this.#seconds = seconds;
    this.#timeZone = timeZone;
  }

  async with<Result>(use: (connection: PoolConnection) => Promise<Result>): Promise<Result> {
    const connection = await (await this.#pool).getConnection();
    let isKept = false;
    try {
      await this.#prepare(connection);
      const result = await use(connection);
      isKept = true;
      return result;
    } catch (error) {
      isKept = isRefusal(error);
      throw error;
    } finally {
      if (isKept) connection.release();
      else connection.destroy();
    }
  }

  async #prepare(connection: PoolConnection): Promise<void> {
    const core: object = connection.connection;
    if (this.#ready.has(core)) return;
    const [[version]] = (await connection.query("select version() as version")) as unknown as [[{ version: string }]];
    const isMaria = /mariadb/i.test(version.version);
    for (const statement of sessionOf(isMaria, this.#seconds, this.#timeZone)) await connection.query(statement);
    this.#ready.add(core);
  }

  async rows<Row>(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    // The database may be gone without a word: its own limit then ends nothing.
    const options = { sql, timeout: (this.#seconds + 1) * 1_000 };
    return this.with(async (connection) => {
      const [rows] = await connection.execute(options, [...values] as string[]);
      return rows as unknown as readonly Row[];
    });
  }

  async *column(from: string, column: string): AsyncGenerator<readonly string[]> {
    const name = quoted(column);
    const statement = `select ${DIALECT.told(name)} as value from ${quotedTable(from)} where ${name} is not null`;
    const connection = await (await this.#pool).getConnection();
    let isDone = false;
    try {
      await this.#prepare(connection);
      let part: string[] = [];
      const core = connection.connection as unknown as Connection;
      const rows = core.query(statement).stream({ highWaterMark: BATCH });
      for await (const { value } of rows as AsyncIterable<{ readonly value: string }>) {
        part.push(value);
        if (part.length < BATCH) continue;
        yield part;
        part = [];
      }
      yield part;
      isDone = true;
    } finally {
      if (isDone) connection.release();
      else connection.destroy();
    }
  }

  async close(): Promise<void> {
    await (await this.#pool).end();
  }
}

const openPool = async (url: string, concurrency: number): Promise<Pool> => {
  // Loaded where such a database is read.
  const { createPool } = await import("mysql2/promise");
  return createPool({
    uri: url,
    connectionLimit: concurrency,
    connectTimeout: LONGEST_CONNECT,
    dateStrings: true,
    charset: "utf8mb4",
    multipleStatements: false,
    flags: ["-LOCAL_FILES"],
  });
};

/** MySQL and MariaDB, in sessions that can only read. Moments without a zone are told by the source's time zone. */
export function mysqlSystem(
  url: string,
  seconds: number,
  concurrency: number,
  timeZone: SourceDescription["timeZone"],
): SqlSystem {
  const pool = openPool(url, concurrency);
  const sessions = new MysqlSessions(pool, seconds, timeZone);
  return {
    dialect: DIALECT,
    rows: (text, values) => sessions.rows<ToldRow>(text, values),
    column: (from, column) => sessions.column(from, column),
    columnsOf: async (from) => {
      const [table, schema] = from.split(".").reverse();
      const rows = await sessions.rows<{ name: string }>(
        "select column_name as name from information_schema.columns where table_name = ? and table_schema = coalesce(nullif(?, ''), database())",
        [table ?? "", schema ?? ""],
      );
      return new Set(rows.map(({ name }) => name));
    },
    isColumnMissing: (error) => isRefusal(error) && error.code === COLUMN_MISSING,
    isThere: () =>
      sessions.rows("select 1", []).then(
        () => true,
        () => false,
      ),
    close: () => sessions.close(),
  };
}
