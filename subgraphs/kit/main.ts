import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { JSONWebKeySet } from "jose";
import { databaseVariableOf, DEPARTMENTS, SERVICES } from "./departments.ts";
import { loadService, loadSubgraph } from "./subgraph.ts";
import { migrateDatabase } from "./postgres/migrate-database.ts";
import { serveSubgraph } from "./serve-subgraph.ts";

const USAGE = `Usage: npm run subgraph -- NAME --envelope-keys FILE [--port N] [--host ADDRESS]

Serves one department's subgraph against its own database, or one of the hub's own.
  NAME  ${[...DEPARTMENTS, ...SERVICES].map(({ name, title }) => `${name} (${title})`).join(", ")}
  --envelope-keys FILE  the gateway's public keys (JWKS): the department answers to its envelopes only
  --open                answers anybody who reaches the port; for a developer's machine, refused in production
  --port N              port to listen on (default 4001)
  --host ADDRESS        address to listen on (default 127.0.0.1)
  --help                this text

The database is named by DATABASE_URL_<NAME>, for example DATABASE_URL_HOUSING;
that of audit, which reads the ledger, by DATABASE_URL_LEDGER.
sharing records each of its steps in the ledger that DATABASE_URL_LEDGER names; without it, it takes none.`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

/** Closed unless somebody says otherwise, and then never in production. */
const keysFrom = async (file: string | undefined, open: boolean): Promise<JSONWebKeySet | undefined> => {
  if (file !== undefined) return JSON.parse(await readFile(file, "utf8")) as JSONWebKeySet;
  if (!open) return fail("Give --envelope-keys FILE, or --open on a developer's machine. See --help.");
  return process.env["NODE_ENV"] === "production" ? fail("--open is refused in production") : undefined;
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "4001" },
      host: { type: "string", default: "127.0.0.1" },
      "envelope-keys": { type: "string" },
      open: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const name = positionals[0];
  if (values.help || name === undefined) {
    console.log(USAGE);
    return;
  }
  const service = SERVICES.find((candidate) => candidate.name === name);
  const subgraph = await (service ? loadService : loadSubgraph)(name);
  const envelopeKeys = await keysFrom(values["envelope-keys"], values.open);
  const database = service?.database ?? name;
  const variable = databaseVariableOf(database);
  const databaseUrl = process.env[variable] ?? fail(`${variable} is not set`);
  // A database that belongs to another part of the hub is kept by that part.
  if (database === name) await migrateDatabase(name, databaseUrl);
  const running = await serveSubgraph(subgraph, {
    databaseUrl,
    port: Number(values.port),
    host: values.host,
    ...(envelopeKeys === undefined ? {} : { envelopeKeys }),
  });
  console.log(`${name} answers at ${running.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void running.stop();
    });
  }
};

await main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
