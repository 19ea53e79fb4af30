import { rmSync } from "node:fs";
import { access, constants, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, resolve, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { livingPostmaster, livingProcess } from "./postgres/living-process.ts";

/** A mistake that keeps the hub from starting and that its operator can mend; told in one line, without a stack. */
export class StartError extends Error {}

const OURS = new Set(["postgres", "issuer", "envelope", "ledger", "manifest.json", "gateway.log", "hub.pid"]);

const isOurs = (entries: readonly string[]): boolean =>
  entries.every((entry) => OURS.has(entry) || entry.startsWith("."));

/** Level by level: Node's own recursive mkdir never returns on a file system that refuses to make folders, such as /proc. */
const makeFolder = async (folder: string): Promise<void> => {
  if (await stat(folder).catch(() => undefined)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder);
};

/**
 * The folder that everything of an embedded hub lives in, created on first use.
 * @throws StartError when it cannot be written, is no folder, or holds something that is not ours
 */
export async function dataFolder(path: string): Promise<string> {
  const folder = resolve(path);
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new StartError(`HUB_DATA is not a folder: ${folder}`);
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch {
    throw new StartError(`HUB_DATA cannot be written: ${folder}`);
  }
  if (!isOurs(await readdir(folder))) {
    throw new StartError(`HUB_DATA holds files that are not the hub's: ${folder}. Choose an empty folder.`);
  }
  return folder;
}

const PATIENCE = 100;

/** A hub that was killed leaves its PostgreSQL behind, serving nobody; it is asked to stop, in order. */
const stopOrphan = async (folder: string): Promise<void> => {
  const data = join(folder, "postgres");
  const orphan = await livingPostmaster(data);
  if (orphan === undefined) return;
  process.kill(orphan, "SIGINT");
  for (let tries = 0; tries < PATIENCE && (await livingPostmaster(data)) !== undefined; tries++) await sleep(100);
};

/**
 * Makes this process the only hub of a data folder until it ends, however it ends.
 * @throws StartError when another hub has it
 */
export async function lockFolder(folder: string): Promise<void> {
  const path = join(folder, "hub.pid");
  const other = await livingProcess(path);
  if (other !== undefined && other !== process.pid) {
    throw new StartError(`Another hub (process ${other}) runs on ${folder}. Stop it, or choose another HUB_DATA.`);
  }
  await stopOrphan(folder);
  await writeFile(path, `${process.pid}\n`);
  process.once("exit", () => {
    rmSync(path, { force: true });
  });
}
