import { Client } from "pg";
import { migrate, type Migrations } from "../../../database/migrate.ts";
import { installed } from "../../../host/installed.ts";

/** The migrations of a department, or of a service of the hub with a database of its own. */
export function migrationsOf(department: string): Migrations {
  return { folder: installed(`subgraphs/${department}/prisma/migrations`), table: "schema_migration" };
}

/**
 * Brings a department's database to the structure that its code expects. @returns names of the files applied now
 * @throws MigrationRefused when an applied file was edited since, or the database is of a newer version
 */
export async function migrateDatabase(department: string, databaseUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await migrate(client, migrationsOf(department));
  } finally {
    await client.end();
  }
}
