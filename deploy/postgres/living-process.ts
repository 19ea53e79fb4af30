import { execFile } from "node:child_process";
import { constants, readFile, realpath, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { hasCode } from "./system-error.ts";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
};

const READ_NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW;

/**
 * The process that the first line of a pid file names, if it lives; somebody else's process counts as living. A link is not
 * followed: it names nobody.
 */
export async function livingProcess(path: string): Promise<number | undefined> {
  const text = await readFile(path, { encoding: "utf8", flag: READ_NO_LINK }).catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return pid > 0 && isAlive(pid) ? pid : undefined;
}

/** The words of a process's command line; without /proc, as `ps` prints them. Empty when it cannot be read. */
const commandOf = async (pid: number): Promise<readonly string[]> => {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (line !== undefined) return line.split("\0");
  const told = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(() => undefined);
  return told === undefined ? [] : told.stdout.trim().split(/\s+/);
};

const isPostgres = (command: readonly string[]): boolean => basename(command[0] ?? "") === "postgres";

/**
 * The PostgreSQL that runs on a data folder. Process ids are given again, so the lock file alone proves nothing: the
 * process must be a `postgres`, started on this folder.
 */
export async function livingPostmaster(folder: string): Promise<number | undefined> {
  const data = await realpath(folder).catch(() => folder);
  const pid = await livingProcess(join(data, "postmaster.pid"));
  if (pid === undefined) return undefined;
  const command = await commandOf(pid);
  return isPostgres(command) && command.includes(data) ? pid : undefined;
}

/**
 * Frees a lock file whose process id now belongs to somebody who is no PostgreSQL, which would keep the server from
 * starting. The file stays, under this process's id: a server takes its parent's lock for stale, and still refuses while
 * backends of the former server hold the shared memory that the file names.
 */
export async function takeOverStaleLock(data: string): Promise<void> {
  const path = join(data, "postmaster.pid");
  const pid = await livingProcess(path);
  if (pid === undefined || isPostgres(await commandOf(pid))) return;
  const [, ...rest] = (await readFile(path, "utf8")).split("\n");
  await writeFile(path, [process.pid, ...rest].join("\n"));
}
