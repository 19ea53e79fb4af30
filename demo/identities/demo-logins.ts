import { Client } from "pg";
import type { DepartmentName } from "../../subgraphs/kit/departments.ts";
import { readDemoIdentities } from "./demo-identities.ts";

/** Account of whoever entered the demo's logins. */
const BY = "demo";

/** Only whom the city has: one of another size has other people. */
const ENTER = (table: string, id: string): string => `
  insert into login_identity (issuer, login, holder, entered_by)
  select $1, $2, ${id}, '${BY}' from ${table} where ${id} = $3
  on conflict (issuer, login) where valid_to is null do nothing`;

/**
 * Enters whose the logins of the demo's citizens and firms are, in the tables of the departments that keep them, as far as they are not there.
 * @param issuer the demo's provider @param databases URLs of the departments' owners
 */
export async function enterDemoLogins(
  issuer: string,
  databases: Readonly<Record<DepartmentName, string>>,
): Promise<void> {
  const apps = readDemoIdentities();
  const people = apps.flatMap(({ citizens = [] }) => citizens.map(({ login, subject }) => [login, subject] as const));
  const firms = apps.flatMap(({ firms: list = [] }) =>
    list.map(({ login, enterprise }) => [login, enterprise] as const),
  );
  const enter = async (url: string, statement: string, entries: readonly (readonly [string, string])[]) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      for (const entry of entries) await client.query(statement, [issuer, ...entry]);
    } finally {
      await client.end();
    }
  };
  await Promise.all([
    enter(databases["public-security"], ENTER("person", "id"), people),
    enter(databases.enterprise, ENTER("enterprise", "credit_code"), firms),
  ]);
}
