import { Client } from "pg";
import { migrate, pendingMigrations, type Migrations } from "../../database/migrate.ts";
import { CommandMistake, didYouMean, readFlags } from "../../host/command-line.ts";
import { MIGRATIONS } from "../../ledger/store/prepare-ledger.ts";
import { databaseVariableOf, DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { migrationsOf } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { admitRoles, creationOf, databaseIn, servingRoles } from "../serving-roles.ts";
import { urlIn, type OperatorCommand } from "./command.ts";

const NAMES = [...DEPARTMENTS.map(({ name }) => name), "sharing", "ledger"] as const;

const usage = `Usage: shali-hub migrate NAME... [--dry-run | --roles | --print-roles]

Brings databases to the structure that this version expects, one file after the other, each in a transaction of its own. An applied
file that was edited since, and a database of a newer version, are refused. The roles that serve afterwards own nothing and need no right
to do this: DATABASE_serve for a department and for sharing, DATABASE_gateway for the gateways' grants, DATABASE_append, _audit, _sign and
_read for the ledger, after the database's name. Those that are there get their rights on what is new.
  NAME           ${NAMES.join(", ")}, or all
  --dry-run      names the files that would be applied, and applies none
  --roles        makes the roles that are not there; without a password they cannot log in yet
  --print-roles  prints the statements that make them and give them their rights, and touches nothing

The databases are named by DATABASE_URL_<NAME>, for example DATABASE_URL_HOUSING, for a role that may create tables there.`;

const migrationsFor = (name: string): Migrations => (name === "ledger" ? MIGRATIONS : migrationsOf(name));

const migrateOne = async (name: string, isDry: boolean, make: boolean): Promise<string> => {
  const client = new Client({ connectionString: urlIn(databaseVariableOf(name)) });
  await client.connect();
  try {
    const migrations = migrationsFor(name);
    const files = await (isDry ? pendingMigrations : migrate)(client, migrations);
    const admitted = isDry ? [] : await admitRoles(name, client, { make });
    const told = admitted.length === 0 ? "" : `; roles ${admitted.join(", ")}`;
    if (files.length === 0) return `${name}: up to date${told}`;
    return `${name}: ${isDry ? "would apply" : "applied"} ${files.join(", ")}${told}`;
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : "failed"}.`, { cause: error });
  } finally {
    await client.end();
  }
};

const rolesOf = (name: string): string =>
  servingRoles(name, databaseIn(urlIn(databaseVariableOf(name))))
    .flatMap((role) => [`-- ${name}: ${role.duty}`, creationOf(role), role.admission])
    .join("\n");

/** `shali-hub migrate`: prints a line for each database, in the order in which they were named. */
export const migrateCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const flag = { type: "boolean", default: false } as const;
    const options = { "dry-run": flag, roles: flag, "print-roles": flag } as const;
    const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
    const names = positionals.includes("all") ? [...NAMES] : positionals;
    if (names.length === 0) throw new CommandMistake("Name a database, or all.");
    const stranger = names.find((name) => !NAMES.some((known) => known === name));
    if (stranger !== undefined)
      throw new CommandMistake(
        `No database "${stranger}".${didYouMean(stranger, ["all", ...NAMES])} There are: ${NAMES.join(", ")}.`,
      );
    // All are named before any is changed.
    for (const name of names) urlIn(databaseVariableOf(name));
    if (Object.values(values).filter(Boolean).length > 1) throw new CommandMistake("One flag at a time.");
    if (values["print-roles"]) return names.map(rolesOf).join("\n");
    const lines: string[] = [];
    for (const name of names) lines.push(await migrateOne(name, values["dry-run"], values.roles));
    return lines.join("\n");
  },
};
