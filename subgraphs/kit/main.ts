import { parseArgs } from "node:util";
import { databaseVariableOf, DEPARTMENTS } from "./departments.ts";
import { loadSubgraph } from "./load-subgraph.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { serveSubgraph } from "./serve-subgraph.ts";

const USAGE = `Usage: npm run subgraph -- NAME [--port N] [--host ADDRESS]

Serves one department's subgraph against its own database.
  NAME     ${DEPARTMENTS.map(({ name, title }) => `${name} (${title})`).join(", ")}
  --port   port to listen on (default 4001)
  --host   address to listen on (default 127.0.0.1)
  --help   this text

The database is named by DATABASE_URL_<NAME>, for example DATABASE_URL_HOUSING.`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "4001" },
      host: { type: "string", default: "127.0.0.1" },
      help: { type: "boolean", default: false },
    },
  });
  const name = positionals[0];
  if (values.help || name === undefined) {
    console.log(USAGE);
    return;
  }
  const subgraph = await loadSubgraph(name);
  const databaseUrl = process.env[databaseVariableOf(name)] ?? fail(`${databaseVariableOf(name)} is not set`);
  await migrateDatabase(name, databaseUrl);
  const running = await serveSubgraph(subgraph, { databaseUrl, port: Number(values.port), host: values.host });
  console.log(`${name} answers at ${running.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void running.stop();
    });
  }
};

await main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
