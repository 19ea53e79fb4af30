import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, resolve } from "node:path";
import { promisify } from "node:util";
import { DEPARTMENTS } from "./departments.ts";

const run = promisify(execFile);
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");

/**
 * Writes every department's Prisma client and Pothos types under its `generated/`.
 * The schema engine is only for migrations, which are plain SQL here; naming one keeps the CLI from downloading it.
 */
const generateClients = async (): Promise<void> => {
  const env = {
    ...process.env,
    PATH: `${resolve("node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  await Promise.all(
    DEPARTMENTS.map(({ name }) =>
      run(process.execPath, [prisma, "generate", "--schema", `subgraphs/${name}/prisma/schema.prisma`], { env }),
    ),
  );
};

await generateClients();
