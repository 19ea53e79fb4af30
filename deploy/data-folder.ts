import { access, constants, mkdir, readdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { StartError } from "./start-error.ts";

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
export const dataFolder = async (path: string): Promise<string> => {
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
};
