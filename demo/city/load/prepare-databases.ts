import { Client } from "pg";
import { DEPARTMENTS, type DepartmentName } from "../../../subgraphs/kit/departments.ts";
import { migrateDatabase } from "../../../subgraphs/kit/postgres/migrate-database.ts";
import { tablesOf, type Table } from "./tables.ts";

/** A city is there already and nobody asked to replace it. */
export class SeedRefused extends Error {}

const firstFullTable = async (url: string, tables: readonly Table[]): Promise<string | undefined> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const checks = tables.map(({ name }) => `select '${name}' as name where exists (select from ${name})`);
    const found = await client.query<{ name: string }>(`${checks.join(" union all ")} limit 1`);
    return found.rows[0]?.name;
  } finally {
    await client.end();
  }
};

/** Migrates all databases, and makes sure that every one is empty before any of them is touched, unless `reset`. */
export async function prepareDatabases(
  databaseUrls: Readonly<Record<DepartmentName, string>>,
  reset: boolean,
): Promise<void> {
  await Promise.all(DEPARTMENTS.map(async ({ name }) => migrateDatabase(name, databaseUrls[name])));
  if (reset) return;
  for (const { name } of DEPARTMENTS) {
    const table = await firstFullTable(databaseUrls[name], await tablesOf(name));
    if (table !== undefined)
      throw new SeedRefused(
        `The database of ${name} is not empty (${table} has rows); use --reset to replace the city.`,
      );
  }
}
