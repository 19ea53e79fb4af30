import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { migrate } from "./migrate.ts";

const subgraphs = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Brings a department's database to the structure that its code expects. @returns names of the files applied now */
export async function migrateDatabase(department: string, databaseUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await migrate(client, join(subgraphs, department, "prisma/migrations"));
  } finally {
    await client.end();
  }
}
