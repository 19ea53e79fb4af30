import { readFile } from "node:fs/promises";

/** The text of a file, null when there is none. @throws what else keeps it from being read. */
export async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
