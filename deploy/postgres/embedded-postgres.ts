import { randomBytes } from "node:crypto";
import { chmod, chown, readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { escapeIdentifier, Pool } from "pg";
import { keepServing, type Healing } from "./keep-serving.ts";
import { takeOverStaleLock } from "./living-process.ts";
import { placeOf, serverAccount } from "./server-account.ts";
import { serverBinaries } from "./server-binaries.ts";
import { initialise, serve, setPassword, type ServerFiles } from "./server-process.ts";
import { hasCode } from "./system-error.ts";

/** A real PostgreSQL of our own, on loopback, with its data under one folder. */
export interface EmbeddedDatabase {
  /** Connection URL, password included, of a database of that name, created when it is not there. */
  readonly urlOf: (database: string) => Promise<string>;
  /** Resolves with the reason when a server that is to be kept serving ended for good; otherwise never. */
  readonly gone: Promise<Error>;
  /** Stops the server; its data stays. */
  readonly stop: () => Promise<void>;
}

/** Settings that only some callers need. */
export interface EmbeddedOptions {
  /** Loopback port; a free one when it is not given. */
  readonly port?: number;
  /** Further arguments of `postgres`. */
  readonly flags?: readonly string[];
  /** Further arguments of `initdb`, used when the folder is new. */
  readonly initFlags?: readonly string[];
  /** Starts a server that ended again, within these bounds; not at all unless given. */
  readonly healing?: Healing;
}

/** A loopback port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

/** File of a data folder, readable by its owner alone, that holds the password of the role `hub`. */
export const PASSWORD_FILE = "hub.password";

/**
 * The password of the role `hub`. A folder without one gets one: a new folder, one whose making was interrupted, and one
 * of an earlier version, whose password everybody knew. The file comes last, so that what was interrupted is done again.
 */
const passwordOf = async (files: ServerFiles): Promise<string> => {
  const path = join(files.data, PASSWORD_FILE);
  const kept = await readFile(path, "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (kept !== undefined) return kept.trim();
  const made = randomBytes(24).toString("base64url");
  await setPassword(files, made);
  const unfinished = `${path}.new`;
  await writeFile(unfinished, `${made}\n`, { mode: 0o600 });
  if (files.account !== undefined) await chown(unfinished, files.account.uid, files.account.gid);
  await rename(unfinished, path);
  return made;
};

const NO_HEALING: Healing = { restarts: 0, window: 60_000, patience: 0 };
const FLAGS = ["max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB"].flatMap((flag) => ["-c", flag]);

/**
 * Starts PostgreSQL on a loopback port, under a password that only the owner of the folder can read. For root the server
 * runs under the account `postgres`; where that cannot enter, `folder` becomes a link to a place that it can.
 * @param folder data folder; initialised on first use, reused afterwards
 * @throws when the folder cannot be written or holds something that is not a database
 */
export async function startEmbeddedPostgres(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const account = await serverAccount();
  const data = await placeOf(folder, account);
  const files = { binaries: await serverBinaries(account), account, data };
  await chmod(data, 0o700);
  if (account !== undefined) await chown(data, account.uid, account.gid);
  const port = options.port ?? (await freePort());
  const serveData = async () => {
    await takeOverStaleLock(data);
    return serve(files, port, [...FLAGS, ...(options.flags ?? [])]);
  };
  const start = async () => {
    const isNew = (await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined)) === undefined;
    if (isNew) await initialise(files, options.initFlags ?? []);
    // The server that sets a password takes the same lock.
    await takeOverStaleLock(data);
    const secret = await passwordOf(files);
    return { secret, serving: await serveData() };
  };
  const { secret, serving } = await start().catch((cause: unknown) => {
    const complaint = cause instanceof Error ? cause.message : "";
    throw new Error(`PostgreSQL does not start on ${folder}: ${complaint}`, { cause });
  });
  const kept = keepServing(serving, serveData, options.healing ?? NO_HEALING);
  const address = (database: string): string => `postgresql://hub:${secret}@127.0.0.1:${port}/${database}`;
  // One connection: it takes callers in turn, and comes back when the server did.
  const pool = new Pool({ connectionString: address("postgres"), max: 1 });
  pool.on("error", () => undefined);
  const urlOf = async (database: string): Promise<string> => {
    const found = await pool.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await pool.query(`create database ${escapeIdentifier(database)}`);
    return address(database);
  };
  const stop = async (): Promise<void> => {
    await pool.end();
    await kept.stop();
  };
  return { urlOf, gone: kept.gone, stop };
}
