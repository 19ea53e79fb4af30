import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";

/** How often the file is looked at, in milliseconds. Looking works where events do not: network mounts, mounted volumes. */
const INTERVAL = 200;

/**
 * Calls `changed` with the file's text whenever it differs from the last one, one call at a time.
 * A file that is missing or unreadable at the moment is looked at again; `changed` MUST NOT reject.
 */
export const watchSupergraph = (
  path: string,
  initial: string,
  changed: (sdl: string) => Promise<void>,
): (() => void) => {
  let last = initial;
  let work = Promise.resolve();
  const look = async (): Promise<void> => {
    const sdl = await readFile(path, "utf8").catch(() => undefined);
    if (sdl === undefined || sdl === last) return;
    last = sdl;
    await changed(sdl);
  };
  const listener = (): void => {
    work = work.then(look);
  };
  watchFile(path, { interval: INTERVAL, persistent: false }, listener);
  return () => {
    unwatchFile(path, listener);
  };
};
