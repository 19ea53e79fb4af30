import { readFileSync, rmSync } from "node:fs";
import { access, constants, link, lstat, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { livingPostmaster, livingProcess } from "./postgres/living-process.ts";

/** A mistake that keeps the hub from starting and that its operator can mend; told in one line, without a stack. */
export class StartError extends Error {}

const OURS = [
  "postgres",
  "apps",
  "issuer",
  "tokens",
  "envelope",
  "ledger",
  "sharing",
  "witness",
  "old-systems",
  "manifest.json",
  "gateway.log",
  "hub.pid",
] as const;

/** The path of an entry of the data folder. One that the next start would refuse as a stranger's file does not compile. */
export function placeIn(folder: string, entry: (typeof OURS)[number]): string {
  return join(folder, entry);
}

const isOurs = (entries: readonly string[]): boolean =>
  entries.every((entry) => OURS.some((ours) => ours === entry) || entry.startsWith("."));

/** Level by level: Node's own recursive mkdir never returns on a file system that refuses to make folders, such as /proc. */
const makeFolder = async (folder: string): Promise<void> => {
  if (await stat(folder).catch(() => undefined)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder);
};

/** The account of this process owns it; without accounts (Windows) everything counts as its own. */
const isOwn = ({ uid }: { readonly uid: number }): boolean => process.getuid === undefined || process.getuid() === uid;

const OTHERS_WRITE = 0o002;

/** Run by root, PostgreSQL has an account of its own, and its folder may lie elsewhere behind a link of root's. */
const isPostgresFolder = (entry: string): boolean => entry === "postgres" && process.getuid?.() === 0;

const assertOwnEntries = async (folder: string): Promise<void> => {
  const entries = await readdir(folder);
  if (!isOurs(entries))
    throw new StartError(`HUB_DATA holds files that are not the hub's: ${folder}. Choose an empty folder.`);
  for (const entry of entries) {
    const path = join(folder, entry);
    const found = await lstat(path);
    if (isPostgresFolder(entry)) continue;
    if (found.isSymbolicLink()) throw new StartError(`HUB_DATA holds a link, which is not followed: ${path}`);
    if (!isOwn(found)) throw new StartError(`HUB_DATA holds a file of another account: ${path}`);
  }
};

/**
 * The folder that everything of an embedded hub lives in, created on first use.
 * @throws StartError when it cannot be written, is no folder or a link, belongs to another account, can be written by everybody,
 *   or holds something that is not ours
 */
export async function dataFolder(path: string): Promise<string> {
  const folder = resolve(path);
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isSymbolicLink()) throw new StartError(`HUB_DATA is a link, which is not followed: ${folder}`);
  if (found && !found.isDirectory()) throw new StartError(`HUB_DATA is not a folder: ${folder}`);
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch {
    throw new StartError(`HUB_DATA cannot be written: ${folder}`);
  }
  const made = await lstat(folder);
  if (!isOwn(made)) throw new StartError(`HUB_DATA belongs to another account: ${folder}`);
  if ((made.mode & OTHERS_WRITE) !== 0)
    throw new StartError(`HUB_DATA can be written by everybody: ${folder}. Take that right away (chmod o-w).`);
  await assertOwnEntries(folder);
  return folder;
}

const PATIENCE = 100;

/** A hub that was killed leaves its PostgreSQL behind, serving nobody; it is asked to stop, in order. */
const stopOrphan = async (folder: string): Promise<void> => {
  const data = placeIn(folder, "postgres");
  const orphan = await livingPostmaster(data);
  if (orphan === undefined) return;
  process.kill(orphan, "SIGINT");
  for (let tries = 0; tries < PATIENCE && (await livingPostmaster(data)) !== undefined; tries++) await sleep(100);
};

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** Links `written` to the lock's name, which succeeds for one process only. */
const claim = (written: string, path: string): Promise<boolean> =>
  link(written, path).then(
    () => true,
    (error: unknown) => {
      if (isCode(error, "EEXIST")) return false;
      throw error;
    },
  );

const taken = (folder: string, process: number): StartError =>
  new StartError(`Another hub (process ${process}) runs on ${folder}. Stop it, or choose another HUB_DATA.`);

/** Takes a dead hub's lock away. Whoever moves it looks at what was moved: of two that found the same one, one moved it. */
const removeStale = async (folder: string, path: string): Promise<void> => {
  const moved = join(folder, `.hub.pid.stale.${process.pid}`);
  try {
    await rename(path, moved);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  const other = await livingProcess(moved);
  const isLiving = other !== undefined && other !== process.pid;
  if (isLiving) await claim(moved, path);
  await rm(moved, { force: true });
  if (isLiving) throw taken(folder, other);
};

const CLAIMS = 5;

/**
 * Makes this process the only hub of a data folder until it ends, however it ends. The lock is a file that comes into being
 * whole and once, and is never reached through a link.
 * @throws StartError when another hub has it
 */
export async function lockFolder(folder: string): Promise<void> {
  const path = placeIn(folder, "hub.pid");
  const written = join(folder, `.hub.pid.${process.pid}`);
  await rm(written, { force: true });
  await writeFile(written, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
  try {
    for (let tries = 0; !(await claim(written, path)); tries += 1) {
      const other = await livingProcess(path);
      if ((other !== undefined && other !== process.pid) || tries === CLAIMS) throw taken(folder, other ?? 0);
      await removeStale(folder, path);
    }
  } finally {
    await rm(written, { force: true });
  }
  process.once("exit", () => {
    if (readFileSync(path, "utf8") === `${process.pid}\n`) rmSync(path, { force: true });
  });
  await stopOrphan(folder);
}
