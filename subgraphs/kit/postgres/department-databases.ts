import { databaseOf, DEPARTMENTS, type DepartmentName } from "../departments.ts";

/** Connection URL of each department's own database. */
export type DepartmentDatabases = Record<DepartmentName, string>;

/** Asks for the five databases by name, one after the other. @param urlOf creates a database that is not there */
export async function departmentDatabases(urlOf: (database: string) => Promise<string>): Promise<DepartmentDatabases> {
  const pairs: [DepartmentName, string][] = [];
  for (const { name } of DEPARTMENTS) pairs.push([name, await urlOf(databaseOf(name))]);
  return Object.fromEntries(pairs) as DepartmentDatabases;
}
