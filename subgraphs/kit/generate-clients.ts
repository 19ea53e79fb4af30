import { execFile } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** By its command: the package has another name here, for `prisma` itself is an optional peer of the client and would be installed with it. */
const prisma = realpathSync("node_modules/.bin/prisma");

/**
 * Writes every subgraph's Prisma client and Pothos types under its `generated/`.
 * The schema engine is only for migrations, which are plain SQL here; naming one keeps the CLI from downloading it.
 */
const generateClients = async (): Promise<void> => {
  const env = {
    ...process.env,
    PATH: `${resolve("node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  const schemas = readdirSync("subgraphs")
    .map((name) => `subgraphs/${name}/prisma/schema.prisma`)
    .filter((schema) => existsSync(schema));
  await Promise.all(schemas.map((schema) => run(process.execPath, [prisma, "generate", "--schema", schema], { env })));
};

await generateClients();
