import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file that somebody put into the folder and said to be complete. */
export interface Drop {
  readonly name: string;
  readonly path: string;
  /** Changes whenever the file or the word on it does. */
  readonly id: string;
  /** Rows that its sender counted. */
  readonly rows: number;
  /** The moment of which it tells: the day in its name, by the source's time zone, or the moment at which it was said to be complete. */
  readonly asOf: string;
}

/** Ending of the file beside a drop that says that it is complete; it holds the number of its rows. */
const MARKER = ".ok";

const DAY = /(\d{4})(\d{2})(\d{2})(?!.*\d{8})/;

const matches = (pattern: string, name: string): boolean => {
  const [before = "", after = "", ...more] = pattern.split("*");
  if (!pattern.includes("*")) return name === pattern;
  return (
    more.length === 0 && name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after)
  );
};

const dropOf = async (folder: string, name: string): Promise<Drop | undefined> => {
  const path = join(folder, name);
  const [file, marker, told] = await Promise.all([stat(path), stat(path + MARKER), readFile(path + MARKER, "utf8")]);
  const rows = /^\d{1,9}$/.test(told.trim()) ? Number(told) : undefined;
  if (rows === undefined || !file.isFile()) return undefined;
  const [, year = "", month = "", day = ""] = DAY.exec(name) ?? [];
  const asOf = year === "" ? marker.mtime.toISOString() : `${year}-${month}-${day} 00:00:00`;
  return { name, path, id: JSON.stringify([name, file.size, file.mtimeMs, marker.mtimeMs, rows]), rows, asOf };
};

/**
 * Complete drops of a pattern, the newest first by name. A file without its marker is still being written, and is none.
 * @param pattern name with at most one `*`, such as `rydl_*.csv`
 */
export async function dropsIn(folder: string, pattern: string): Promise<readonly Drop[]> {
  const names = await readdir(folder);
  const complete = names
    .filter((name) => matches(pattern, name) && names.includes(name + MARKER))
    .sort()
    .reverse();
  // A file may go while it is looked at: it is none then.
  const drops = await Promise.all(complete.slice(0, NEWEST).map((name) => dropOf(folder, name).catch(() => undefined)));
  return drops.filter((drop) => drop !== undefined);
}

/** Drops that are tried before the source is without any. */
const NEWEST = 5;
