import { readdir, readFile } from "node:fs/promises";
import type { ClientBase } from "pg";

const FOLDER = new URL("migrations/", import.meta.url);

/**
 * Brings the schema `ledger` up to date: every file of `migrations/` once, in the order of their names, each in its own
 * transaction. Several processes may call it at the same time; one works, the others wait.
 */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_lock(hashtextextended('ledger.migrate', 0))");
  try {
    await client.query(
      "CREATE TABLE IF NOT EXISTS public.ledger_migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ name: string }>("SELECT name FROM public.ledger_migrations");
    const done = new Set(rows.map(({ name }) => name));
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".sql") && !done.has(name)).sort();
    for (const name of names) await apply(client, name);
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtextextended('ledger.migrate', 0))");
  }
}

async function apply(client: ClientBase, name: string): Promise<void> {
  const sql = await readFile(new URL(name, FOLDER), "utf8");
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query("INSERT INTO public.ledger_migrations (name) VALUES ($1)", [name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
