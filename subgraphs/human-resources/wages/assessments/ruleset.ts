import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const WAGES = fileURLToPath(new URL("../", import.meta.url));
const KIT = fileURLToPath(new URL("../../../kit/rules/", import.meta.url));

const isCode = (path: string): boolean => /\.(?:ts|js)$/.test(path) && !/\.test\.|\.d\.ts$|^fixtures/.test(path);

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isCode(relative(folder, path)))
    .sort();

const versionOfCalendar = (): string =>
  (createRequire(import.meta.url)("chinese-days/package.json") as { readonly version: string }).version;

/** Digest of everything that judges: the files of this folder, the words for amounts, and the calendar of working days. */
const digest = (): string => {
  const hash = createHash("sha256").update(versionOfCalendar());
  const shared = readdirSync(KIT).filter((file) => /^(?:bands|working-days)\.(?:ts|js)$/.test(file));
  if (shared.length !== 2)
    throw new Error("The words for amounts or the calendar have moved: the ruleset's version would not name them");
  for (const path of [...filesOf(WAGES), ...shared.map((file) => join(KIT, file))]) hash.update(readFileSync(path));
  return hash.digest("base64url").slice(0, 16);
};

/**
 * The ruleset's version. It is that of the code itself, so that nobody can change what is found and forget to say so; after a change every
 * assessment is worked out anew.
 */
export const RULESET = digest();
