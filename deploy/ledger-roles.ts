import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier } from "pg";

/** URLs of the ledger's database for roles that own nothing, each with the rights of its duty (`ledger.admit`). */
export type LedgerRoles = Readonly<Record<"append" | "audit" | "sign", string>>;

/**
 * Makes the roles of an embedded ledger, named after its database, or gives those that are there new passwords, which live in this process
 * alone. @param ownerUrl the owner's; the schema MUST be up to date
 */
export async function ledgerRoles(ownerUrl: string): Promise<LedgerRoles> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const roleOf = async (duty: keyof LedgerRoles): Promise<string> => {
      const url = new URL(ownerUrl);
      const role = `${url.pathname.slice(1)}_${duty}`;
      const password = randomBytes(24).toString("base64url");
      const known = await client.query("select from pg_roles where rolname = $1", [role]);
      await client.query(
        `${known.rowCount === 0 ? "create" : "alter"} role ${escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole nobypassrls
         password '${password}'`,
      );
      await client.query("select ledger.admit($1, $2)", [role, duty]);
      url.username = role;
      url.password = password;
      return url.href;
    };
    return { append: await roleOf("append"), audit: await roleOf("audit"), sign: await roleOf("sign") };
  } finally {
    await client.end();
  }
}
