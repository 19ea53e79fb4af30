import { access, constants, mkdir, readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { StartError } from "./start-error.ts";

const isOurs = (entries: readonly string[]): boolean =>
  entries.length === 0 || entries.includes("postgres") || entries.every((entry) => entry.startsWith("."));

/**
 * The folder that everything of an embedded hub lives in, created on first use.
 * @throws StartError when it cannot be written, is no folder, or holds something that is not ours
 */
export const dataFolder = async (path: string): Promise<string> => {
  const folder = resolve(path);
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new StartError(`HUB_DATA is not a folder: ${folder}`);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch {
    throw new StartError(`HUB_DATA cannot be written: ${folder}`);
  }
  if (!isOurs(await readdir(folder))) {
    throw new StartError(`HUB_DATA holds files that are not the hub's: ${folder}. Choose an empty folder.`);
  }
  return folder;
};
