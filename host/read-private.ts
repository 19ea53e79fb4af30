import { readFileSync, statSync } from "node:fs";

/** The text of a file that its owner alone can read. @throws when others can, or when it cannot be read */
export function readPrivate(path: string): string {
  if ((statSync(path).mode & 0o077) !== 0) throw new Error(`${path} can be read by others; expected mode 0600`);
  return readFileSync(path, "utf8");
}
