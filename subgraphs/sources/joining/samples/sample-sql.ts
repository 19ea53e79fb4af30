import { Client } from "pg";
import { insisting } from "../../../../database/insist.ts";
import { quoted, quotedTable } from "../../kinds/sql/sql-statement.ts";
import {
  NoSample,
  SAMPLED_ROWS,
  valuesAt,
  type SampledColumn,
  type SampledSource,
  type SampledTable,
} from "../sample.ts";

/** Tables and views that are looked at unless some are named. */
const MOST_TABLES = 50;

/** Seconds of one statement: the system must not be killed by being looked at. */
const SECONDS = 15;

const texts = { getTypeParser: () => (text: string) => text };

interface Described {
  readonly table: string;
  readonly comment: string | null;
  readonly column: string;
  readonly words: string | null;
  readonly is_key: string;
}

/** Every column that this role may read, with what the catalogue of PostgreSQL says of it. */
const DESCRIBED = `
  select case when n.nspname = current_schema then c.relname else n.nspname || '.' || c.relname end as "table",
    obj_description(c.oid, 'pg_class') as comment, a.attname as column, col_description(c.oid, a.attnum) as words,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indnatts = 1 and a.attnum = any(i.indkey))::text as is_key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where c.relkind in ('r', 'v', 'm', 'p', 'f') and a.attnum > 0 and not a.attisdropped
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and has_column_privilege(c.oid, a.attnum, 'select')
  order by 1, a.attnum`;

const sampled = async (client: Client, from: string, columns: readonly Described[]): Promise<SampledTable> => {
  const names = columns.map(({ column }) => quoted(column)).join(", ");
  const { rows } = await client.query<Record<string, string | null>>(
    `select ${names} from ${quotedTable(from)} limit ${SAMPLED_ROWS}`,
  );
  return {
    from,
    title: columns[0]?.comment ?? undefined,
    columns: columns.map(({ column, words, is_key }): SampledColumn => ({
      name: column,
      title: words ?? undefined,
      isKey: is_key === "true",
      values: valuesAt(rows, (row) => row[column] ?? undefined),
    })),
  };
};

/**
 * Looks at tables and views of PostgreSQL and of whatever speaks its protocol, in sessions that can only read.
 * @param wanted tables or views; every one that the role may read unless some are named
 * @param told called for each table that was looked at
 * @throws NoSample
 */
export async function sampleSql(
  url: string,
  wanted: readonly string[],
  told: (done: number, of: number) => void,
): Promise<SampledSource> {
  const client = new Client({
    ...insisting(url, ["default_transaction_read_only=on", `statement_timeout=${SECONDS * 1_000}`, "DateStyle=ISO"]),
    connectionTimeoutMillis: 5_000,
    types: texts,
  });
  try {
    await client.connect();
    const { rows } = await client.query<Described>(DESCRIBED);
    const tables = new Map<string, Described[]>();
    for (const row of rows) {
      if (wanted.length > 0 && !wanted.includes(row.table)) continue;
      tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
    }
    const missing = wanted.filter((table) => !tables.has(table));
    if (missing.length > 0) throw new NoSample(`The role reads no table or view ${missing.join(", ")}.`);
    if (tables.size === 0) throw new NoSample("The role reads no table and no view.");
    if (tables.size > MOST_TABLES)
      throw new NoSample(`The role reads ${tables.size} tables: name those that join with --table.`);
    const found: SampledTable[] = [];
    for (const [from, columns] of tables) {
      found.push(await sampled(client, from, columns));
      told(found.length, tables.size);
    }
    return { kind: "sql", settings: {}, tables: found, beside: [], place: null };
  } catch (error) {
    if (error instanceof NoSample) throw error;
    // What a driver says may repeat the address with its password, or a row.
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new NoSample(`The database did not answer (${code}).`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
