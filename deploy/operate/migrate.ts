import { parseArgs } from "node:util";
import { Client } from "pg";
import { migrate, pendingMigrations, type Migrations } from "../../database/migrate.ts";
import { MIGRATIONS } from "../../ledger/store/open-ledger.ts";
import { databaseVariableOf, DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { migrationsOf } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { CommandMistake, urlIn, type OperatorCommand } from "./command.ts";

const NAMES = [...DEPARTMENTS.map(({ name }) => name), "sharing", "ledger"] as const;

const usage = `Usage: npm run migrate -- NAME... [--dry-run]

Brings databases to the structure that this version expects, one file after the other, each in a transaction of its own. An applied
file that was edited since, and a database of a newer version, are refused. The role that serves afterwards needs no right to do this.
  NAME       ${NAMES.join(", ")}, or all
  --dry-run  names the files that would be applied, and applies none

The databases are named by DATABASE_URL_<NAME>, for example DATABASE_URL_HOUSING, for a role that may create tables there.`;

const migrationsFor = (name: string): Migrations => (name === "ledger" ? MIGRATIONS : migrationsOf(name));

const migrateOne = async (name: string, isDry: boolean): Promise<string> => {
  const client = new Client({ connectionString: urlIn(databaseVariableOf(name)) });
  await client.connect();
  try {
    const migrations = migrationsFor(name);
    const files = await (isDry ? pendingMigrations : migrate)(client, migrations);
    if (files.length === 0) return `${name}: up to date`;
    return `${name}: ${isDry ? "would apply" : "applied"} ${files.join(", ")}`;
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : "failed"}.`, { cause: error });
  } finally {
    await client.end();
  }
};

/** `npm run migrate`: prints a line for each database, in the order in which they were named. */
export const migrateCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const options = { "dry-run": { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const names = positionals.includes("all") ? [...NAMES] : positionals;
    if (names.length === 0) throw new CommandMistake("Name a database, or all.");
    const stranger = names.find((name) => !NAMES.some((known) => known === name));
    if (stranger !== undefined) throw new CommandMistake(`No database "${stranger}"; there are: ${NAMES.join(", ")}.`);
    // All are named before any is changed.
    for (const name of names) urlIn(databaseVariableOf(name));
    const lines: string[] = [];
    for (const name of names) lines.push(await migrateOne(name, values["dry-run"]));
    return lines.join("\n");
  },
};
