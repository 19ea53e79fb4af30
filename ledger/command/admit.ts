import pg from "pg";
import { readFlags } from "../../host/command-line.ts";
import { prepareLedger } from "../store/prepare-ledger.ts";
import { rightsByRole, schemaFlaws } from "../store/schema-objects.ts";
import { databaseOf, LOG_OPTIONS, UsageError, withSnapshot } from "./log-options.ts";

const DUTIES = ["read", "append", "audit", "sign"];
const USAGE = `admit ROLE ${DUTIES.join("|")} [--print]`;

/** A role that may log in and nothing else; it gets its password from its database's administrator. */
const MADE = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS";

/**
 * `admit ROLE DUTY`: gives a role the rights of one duty and takes all others on the ledger from it, as the owner of the schema. A role that
 * is not there is made, without a password. `--print` shows the SQL and touches nothing. Nothing is changed where the role is more than its
 * duty: a superuser, beyond row security, or a member of the owner.
 */
export async function admitCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { ...LOG_OPTIONS, print: { type: "boolean", default: false } } as const;
  const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
  const [role, duty = "", ...more] = positionals;
  if (role === undefined || !DUTIES.includes(duty) || more.length > 0) throw new UsageError(USAGE);
  const admit = `SELECT ledger.admit(${pg.escapeLiteral(role)}, '${duty}')`;
  const create = `CREATE ROLE ${pg.escapeIdentifier(role)} ${MADE}`;
  if (values.print) return { pass: true, lines: [`${create};`, `${admit};`] };
  const client = new pg.Client({ connectionString: databaseOf(values), application_name: "ledger command" });
  await client.connect();
  try {
    await client.query("BEGIN");
    const known = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    if (known.rowCount === 0) await client.query(create);
    await client.query(admit);
    const flaws = await schemaFlaws(client);
    if (flaws.length > 0) return { pass: false, lines: flaws.map((flaw) => `FAIL ${flaw}`) };
    const rights = (await rightsByRole(client)).get(role) ?? [];
    await client.query("COMMIT");
    const made = known.rowCount === 0 ? ["made without a password: give it one before it can log in"] : [];
    return { pass: true, lines: [`${role} may ${duty}: ${rights.join(", ")}`, ...made] };
  } finally {
    // Everything uncommitted is taken back with the connection.
    await client.end();
  }
}

/**
 * `open ORIGIN`: makes the log of that name, as the owner of a database that holds none yet; afterwards roles of a duty serve it. Brings an
 * open one up to date, and touches no record.
 */
export async function openCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const { values, positionals } = readFlags({ args: [...args], options: LOG_OPTIONS, allowPositionals: true });
  const [origin, ...more] = positionals;
  if (origin === undefined || more.length > 0) throw new UsageError("open ORIGIN");
  await prepareLedger(databaseOf(values), origin);
  return withSnapshot(values, async (client) => {
    const { rows } = await client.query<{ size: string }>("SELECT size FROM ledger.head");
    return { pass: true, lines: [`${origin} is open: ${rows[0]?.size ?? "0"} records`] };
  });
}
