import { access } from "node:fs/promises";
import { join } from "node:path";
import { departmentDatabases } from "../../subgraphs/kit/department-databases.ts";
import { databaseVariableOf, DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { startEmbeddedPostgres } from "../../subgraphs/kit/embedded-postgres.ts";

/** The databases to fill, and how to let go of them. */
export interface SeedDatabases {
  readonly urls: Readonly<Record<DepartmentName, string>>;
  readonly stop: () => Promise<void>;
}

/**
 * The departments' databases: those of DATABASE_URL_*, or, when none of them is set, an embedded PostgreSQL in `folder`.
 * @throws when only some are set: filling half a city helps nobody
 */
export const openSeedDatabases = async (folder: string): Promise<SeedDatabases> => {
  const given = DEPARTMENTS.map(({ name }) => [name, process.env[databaseVariableOf(name)] ?? ""] as const);
  const missing = given.filter(([, url]) => url === "").map(([name]) => databaseVariableOf(name));
  if (missing.length === 0)
    return { urls: Object.fromEntries(given) as Record<DepartmentName, string>, stop: () => Promise.resolve() };
  if (missing.length < DEPARTMENTS.length) throw new Error(`Not set: ${missing.join(", ")}; set all five or none.`);
  const data = join(folder, "postgres");
  const running = await access(join(data, "postmaster.pid")).then(
    () => true,
    () => false,
  );
  const server = await startEmbeddedPostgres(data).catch((error: unknown) => {
    if (running) throw new Error(`${data} is in use: stop the hub that runs on it first.`, { cause: error });
    throw error;
  });
  return { urls: await departmentDatabases(server.urlOf), stop: server.stop };
};
