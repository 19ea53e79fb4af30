import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Mutant } from "./mutate.ts";

/** A copy of the repository in which sources are mutated: the working tree is never touched. */
export interface Tree {
  readonly root: string;
  /** Does the work while the mutant stands in its file. */
  readonly whileMutated: <Result>(mutant: Mutant, work: () => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", ".git", ".hub"]);

/** Copies the repository at `root` into a folder of its own, beside its `node_modules`. */
export async function openTree(root: string): Promise<Tree> {
  const copy = await mkdtemp(join(tmpdir(), "mutants-"));
  await cp(root, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  return {
    root: copy,
    whileMutated: async ({ path, start, end, replacement }, work) => {
      const file = join(copy, path);
      const text = await readFile(file, "utf8");
      await writeFile(file, text.slice(0, start) + replacement + text.slice(end));
      try {
        return await work();
      } finally {
        await writeFile(file, text);
      }
    },
    close: () => rm(copy, { recursive: true, force: true }),
  };
}
