import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The nearest folder on the way to `path` (itself not included) that users other than its owner cannot enter. */
export const closedAncestor = async (path: string): Promise<string | undefined> => {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const found = await stat(parent).catch(() => undefined);
  if (found !== undefined && (found.mode & 0o001) === 0) return parent;
  return closedAncestor(parent);
};
