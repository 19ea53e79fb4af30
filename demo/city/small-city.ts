import { Client, types } from "pg";
import { departmentDatabases, type DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import type { Manifest } from "./manifest.ts";
import { seedCity, type SeedOptions } from "./seed-city.ts";

/** A city of 2,000 people on the test run's PostgreSQL. */
export interface SmallCity {
  readonly databaseUrls: Record<DepartmentName, string>;
  readonly manifest: Manifest;
  /** Rows of a query to one department's database; numbers as numbers, dates as ISO text. */
  readonly ask: <Row extends object>(
    department: DepartmentName,
    sql: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
  readonly close: () => Promise<void>;
}

/** Gives the URL of a database of that name, created when it is not there. */
type DatabaseNamed = (name: string) => Promise<string>;

/** Databases of their own for one test file. */
export async function smallDatabases(databaseNamed: DatabaseNamed, name: string): Promise<DepartmentDatabases> {
  return departmentDatabases((database) => databaseNamed(`seed_${name}_${database}`));
}

/** A client that gives dates as they stand and whole numbers as numbers. */
const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  client.setTypeParser(types.builtins.DATE, (text: string) => text);
  client.setTypeParser(types.builtins.INT8, Number);
  await client.connect();
  return client;
};

/** Seeds a small city for one test file. @param seed how; in this thread unless given */
export async function smallCity(
  databaseNamed: DatabaseNamed,
  name: string,
  options: Partial<SeedOptions> = {},
  seed = seedCity,
): Promise<SmallCity> {
  const databaseUrls = await smallDatabases(databaseNamed, name);
  const manifest = await seed({ databaseUrls, people: 2_000, reset: true, ...options });
  const clients = new Map<DepartmentName, Client>();
  for (const department of DEPARTMENTS) clients.set(department.name, await connect(databaseUrls[department.name]));
  return {
    databaseUrls,
    manifest,
    ask: async <Row extends object>(department: DepartmentName, sql: string, values: readonly unknown[] = []) => {
      const answer = await clients.get(department)?.query<Row>(sql, [...values]);
      return answer?.rows ?? [];
    },
    close: async () => {
      await Promise.all([...clients.values()].map(async (client) => client.end()));
    },
  };
}
