import type { Client } from "pg";

/** Statements that bring back what was dropped, in order. */
export type Restoration = readonly string[];

interface Dropped {
  readonly drop: string;
  readonly restore: string;
}

const CONSTRAINTS = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore
  from pg_constraint
  where conrelid::regclass::text = any($1) and contype = any($2)
  order by contype, conrelid::regclass::text, conname`;

const INDEXES = `
  select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as restore
  from pg_index i
  where i.indrelid::regclass::text = any($1)
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  order by i.indrelid::regclass::text, i.indexrelid::regclass::text`;

/**
 * Drops foreign keys, and for a bulk load primary keys and indexes too, inside the caller's transaction.
 * Reads them from the database, so that later migrations need no change here. The caller MUST run the restoration
 * before it commits; a rollback brings everything back as well.
 */
export const dropConstraints = async (
  client: Client,
  tables: readonly string[],
  bulk: boolean,
): Promise<Restoration> => {
  const find = async (sql: string, ...values: readonly unknown[]): Promise<readonly Dropped[]> =>
    (await client.query<{ drop: string; restore: string }>(sql, [tables, ...values])).rows;
  const foreignKeys = await find(CONSTRAINTS, ["f"]);
  const indexes = bulk ? await find(INDEXES) : [];
  const keys = bulk ? await find(CONSTRAINTS, ["p", "u"]) : [];
  const all = [...foreignKeys, ...indexes, ...keys];
  if (all.length > 0) await client.query(all.map(({ drop }) => drop).join("; "));
  if (bulk) await client.query("set local maintenance_work_mem = '192MB'");
  return [...keys, ...indexes, ...foreignKeys].map(({ restore }) => restore);
};
