import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { Client } from "pg";

/** What the old system gave out for others to read. */
const VIEW = "v_gx_jsxx";

const kept = async (file: string): Promise<string | undefined> => {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** Gives the role its one right. It owns nothing, and the tables behind the view are closed to it. */
const admit = async (owner: Client, role: string, password: string): Promise<void> => {
  const { rows } = await owner.query<{ readonly database: string }>("select current_database() as database");
  const [name, database] = [role, rows[0]?.database ?? ""].map((one) => owner.escapeIdentifier(one)) as [
    string,
    string,
  ];
  const known = await owner.query("select from pg_roles where rolname = $1", [role]);
  await owner.query(
    `${known.rowCount === 0 ? "create" : "alter"} role ${name} login password ${owner.escapeLiteral(password)}`,
  );
  await owner.query(`alter role ${name} set default_transaction_read_only = on`);
  await owner.query(`grant connect on database ${database} to ${name}`);
  await owner.query(`grant usage on schema public to ${name}`);
  await owner.query(`grant select on ${VIEW} to ${name}`);
};

/**
 * The address by which the hub reads the insurer's system: of a role that may read one view and nothing else, as the insurer gives it to whom it shares
 * with.
 * @param ownerUrl of its database, for its owner
 * @param file that keeps the role's password, readable by its owner alone
 */
export async function readerUrl(ownerUrl: string, file: string): Promise<string> {
  const url = new URL(ownerUrl);
  const role = `${url.pathname.slice(1)}_reader`;
  const known = await kept(file);
  const password = known ?? randomBytes(18).toString("base64url");
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await admit(owner, role, password);
  } finally {
    await owner.end();
  }
  if (known === undefined) await writeFile(file, `${password}\n`, { mode: 0o600 });
  url.username = role;
  url.password = password;
  return url.href;
}
