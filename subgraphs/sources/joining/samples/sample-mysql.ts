import { mysqlSystem } from "../../kinds/sql/mysql-system.ts";
import { quoted, quotedTable } from "../../kinds/sql/sql-statement.ts";
import type { SqlSystem } from "../../kinds/sql/sql-system.ts";
import { NoSample, SAMPLED_ROWS, valuesAt, type SampledSource, type SampledTable } from "../sample.ts";

/** Tables and views that are looked at unless some are named. */
const MOST_TABLES = 50;

/** Seconds of one statement: the system must not be killed by being looked at. */
const SECONDS = 15;

interface Described {
  readonly table: string;
  readonly comment: string;
  readonly column: string;
  readonly words: string;
  readonly keyed: string;
}

/** Every column of the database that this role may read. */
const DESCRIBED = `
  select c.table_name as "table", t.table_comment as "comment", c.column_name as "column", c.column_comment as "words", c.column_key as "keyed"
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where table_schema = database() order by c.table_name, c.ordinal_position`;

const sampled = async (
  { rows, dialect }: SqlSystem,
  from: string,
  columns: readonly Described[],
): Promise<SampledTable> => {
  const names = columns.map(({ column }, at) => `${dialect.told(quoted(column))} as c${at}`);
  const found = await rows(`select ${names.join(", ")} from ${quotedTable(from)} limit ${SAMPLED_ROWS}`, []);
  const keys = columns.filter(({ keyed }) => keyed === "PRI");
  return {
    from,
    // Of a view, MySQL says that it is one.
    title: columns[0]?.comment === "VIEW" ? undefined : columns[0]?.comment,
    columns: columns.map(({ column, words, keyed }, at) => ({
      name: column,
      title: words,
      isKey: keyed === "PRI" && keys.length === 1,
      values: valuesAt(found, (row) => {
        const value = row[`c${at}`];
        return typeof value === "string" ? value : undefined;
      }),
    })),
  };
};

/**
 * Looks at tables and views of MySQL and MariaDB, in sessions that can only read.
 * @param wanted tables or views; every one that the role may read unless some are named
 * @param told called for each table that was looked at
 * @throws NoSample
 */
export async function sampleMysql(
  url: string,
  wanted: readonly string[],
  told: (done: number, of: number) => void,
): Promise<SampledSource> {
  const system = mysqlSystem(url, SECONDS, 1, "Asia/Shanghai");
  try {
    const rows = (await system.rows(DESCRIBED, [])) as unknown as readonly Described[];
    const tables = new Map<string, Described[]>();
    for (const row of rows)
      if (wanted.length === 0 || wanted.includes(row.table))
        tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
    const missing = wanted.filter((table) => !tables.has(table));
    if (missing.length > 0) throw new NoSample(`The role reads no table or view ${missing.join(", ")}.`);
    if (tables.size === 0 || tables.size > MOST_TABLES)
      throw new NoSample(`The role reads ${tables.size} tables: name those that join with --table.`);
    const found: SampledTable[] = [];
    for (const [from, columns] of tables) {
      found.push(await sampled(system, from, columns));
      told(found.length, tables.size);
    }
    return { kind: "mysql", settings: {}, tables: found, beside: [], place: null };
  } catch (error) {
    if (error instanceof NoSample) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new NoSample(`The database did not answer (${code}).`);
  } finally {
    await system.close();
  }
}
