import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "pg";

const LOCK = 4111_00;

/**
 * Applies the plain SQL files of `folder` that this database has not seen, in the order of their names, each in its
 * own transaction. Safe when several processes start together: one migrates, the others wait.
 * @returns names of the files applied now
 */
export async function migrate(client: Client, folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    await client.query(
      "create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())",
    );
    const seen = await client.query<{ name: string }>("select name from schema_migration");
    const applied = new Set(seen.rows.map((row) => row.name));
    const pending = files.filter((name) => !applied.has(name));
    for (const name of pending) {
      const sql = await readFile(join(folder, name), "utf8");
      await client.query("begin");
      try {
        await client.query(sql);
        await client.query("insert into schema_migration (name) values ($1)", [name]);
        await client.query("commit");
      } catch (error) {
        await client.query("rollback");
        throw error;
      }
    }
    return pending;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}
