import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClientBase } from "pg";

/** The folder of a schema's migrations, and the table that notes which of them were applied. */
export interface Migrations {
  /** Folder of plain SQL files, applied in the order of their names. */
  readonly folder: string;
  /** Table of applied files, in the schema `public`. */
  readonly table: string;
}

/** The database's schema cannot be brought to what this version expects. Nothing was changed; the message names the file. */
export class MigrationRefused extends Error {
  override readonly name = "MigrationRefused";
  readonly code = "MIGRATION_REFUSED";
}

interface Applied {
  readonly name: string;
  /** null for a file that was applied before checksums were kept. */
  readonly checksum: string | null;
}

/**
 * Applies the files that this database has not seen, each in a transaction of its own. Safe when several processes start together: one
 * migrates, the others wait. A database that is up to date is only read, so that serving needs no right to change its schema.
 * @returns names of the files applied now
 * @throws MigrationRefused when an applied file was edited since, or the database has files of a newer version
 */
export async function migrate(client: ClientBase, { folder, table }: Migrations): Promise<readonly string[]> {
  await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [`migrate ${table}`]);
  try {
    const { files, applied, pending } = await compared(client, { folder, table });
    if (pending.length === 0 && applied.every(({ checksum }) => checksum !== null)) return [];
    await prepareTable(client, table);
    for (const { name } of applied) {
      const sql = files.get(name) ?? "";
      await client.query(`update ${table} set checksum = $2 where name = $1 and checksum is null`, [
        name,
        checksumOf(sql),
      ]);
    }
    for (const [name, sql] of pending) await apply(client, table, name, sql);
    return pending.map(([name]) => name);
  } finally {
    await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [`migrate ${table}`]);
  }
}

/**
 * Names of the files that `migrate` would apply. Changes nothing.
 * @throws MigrationRefused as `migrate` does
 */
export async function pendingMigrations(client: ClientBase, migrations: Migrations): Promise<readonly string[]> {
  return (await compared(client, migrations)).pending.map(([name]) => name);
}

/** The folder's files beside those that the database notes. @throws MigrationRefused where the two contradict each other */
async function compared(client: ClientBase, { folder, table }: Migrations) {
  const files = await filesOf(folder);
  const applied = await appliedFiles(client, table);
  refuseStrange(applied, files);
  const known = new Set(applied.map(({ name }) => name));
  return { files, applied, pending: [...files].filter(([name]) => !known.has(name)) };
}

/** The SQL of the files by name, in order. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}

async function appliedFiles(client: ClientBase, table: string): Promise<readonly Applied[]> {
  const { rows: columns } = await client.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped",
    [table],
  );
  if (columns.length === 0) return [];
  const checksum = columns.some(({ name }) => name === "checksum") ? "checksum" : "null";
  const { rows } = await client.query<Applied>(`select name, ${checksum} as checksum from ${table} order by name`);
  return rows;
}

function refuseStrange(applied: readonly Applied[], files: ReadonlyMap<string, string>): void {
  for (const { name, checksum } of applied) {
    const sql = files.get(name);
    if (sql === undefined) {
      throw new MigrationRefused(
        `This database was migrated by a newer version: ${name} is not among this version's migrations`,
      );
    }
    if (checksum !== null && checksum !== checksumOf(sql)) {
      throw new MigrationRefused(
        `Migration ${name} was edited after it was applied to this database: expected ${checksum}`,
      );
    }
  }
}

async function prepareTable(client: ClientBase, table: string): Promise<void> {
  await client.query(
    `create table if not exists ${table} (name text primary key, applied_at timestamptz not null default now(), checksum text)`,
  );
  await client.query(`alter table ${table} add column if not exists checksum text`);
}

async function apply(client: ClientBase, table: string, name: string, sql: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query(`insert into ${table} (name, checksum) values ($1, $2)`, [name, checksumOf(sql)]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    const why = error instanceof Error ? error.message : "failed";
    throw new Error(`Migration ${name}: ${why}`, { cause: error });
  }
}

/** SHA-256 of the text, the same whatever line ends a checkout gives it. */
function checksumOf(sql: string): string {
  return createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
}
