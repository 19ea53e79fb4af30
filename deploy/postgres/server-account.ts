import { execFile } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readlink, realpath, rmdir, stat, symlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const NAME = "postgres";

/** Folder for what the server's account has to reach when root works where nobody else may enter. A reboot keeps it. */
const SHARED = "/var/lib/shali-hub";

/** A system account, by its numbers. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const lookUp = async (): Promise<Account | undefined> => {
  const numbers = await Promise.all([run("id", ["-u", NAME]), run("id", ["-g", NAME])]).catch(() => undefined);
  if (numbers === undefined) return undefined;
  return { uid: Number(numbers[0].stdout), gid: Number(numbers[1].stdout) };
};

/**
 * The account that PostgreSQL runs under, which refuses to run as root: for root the account `postgres`, made when it
 * is not there; for everybody else undefined, their own.
 * @throws when the account cannot be made
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await lookUp();
  if (found !== undefined) return found;
  // Another process may make it at the same time, so only the result counts.
  await run("groupadd", ["--system", NAME]).catch(() => undefined);
  await run("useradd", ["--system", "-g", NAME, "-M", "-d", "/nonexistent", "-s", "/bin/false", NAME]).catch(
    () => undefined,
  );
  const made = await lookUp();
  if (made === undefined) throw new Error(`Run by root, PostgreSQL needs an account "${NAME}", which cannot be made.`);
  return made;
}

/** The nearest folder on the way to `path` (itself not included) that users other than its owner cannot enter. */
export async function closedAncestor(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const found = await stat(parent).catch(() => undefined);
  if (found !== undefined && (found.mode & 0o001) === 0) return parent;
  return closedAncestor(parent);
}

/**
 * The folder /var/lib/shali-hub, made when it is not there: root's, others may pass through but not list it.
 * @throws when it cannot be made or entered
 */
export async function sharedFolder(): Promise<string> {
  if ((await mkdir(SHARED, { recursive: true })) !== undefined) await chmod(SHARED, 0o711);
  const closed = await closedAncestor(join(SHARED, NAME));
  const { uid } = await stat(SHARED);
  if (closed !== undefined || uid !== 0)
    throw new Error(`${closed ?? SHARED} must be root's, and others may enter it.`);
  return SHARED;
}

/**
 * The place of a data folder. An account of the server's own that cannot enter the way to `folder` gets a place below
 * /var/lib/shali-hub, and `folder` becomes a link to it, which moves with its surroundings.
 * @throws when the link leads nowhere, or when data lies already where the account cannot reach it
 */
export async function placeOf(folder: string, account: Account | undefined): Promise<string> {
  const path = resolve(folder);
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() === true) {
    const target = await readlink(path);
    return realpath(path).catch((cause: unknown) => {
      throw new Error(`The databases of ${path} are missing: it is a link to ${target}.`, { cause });
    });
  }
  await mkdir(dirname(path), { recursive: true });
  const real = join(await realpath(dirname(path)), basename(path));
  const closed = account === undefined ? undefined : await closedAncestor(real);
  if (closed === undefined) {
    await mkdir(real, { recursive: true });
    return real;
  }
  if (found !== undefined) {
    await rmdir(path).catch((cause: unknown) => {
      throw new Error(`PostgreSQL's account cannot enter ${closed}, and ${path} is not empty.`, { cause });
    });
  }
  const place = await mkdtemp(join(await sharedFolder(), "data-"));
  await symlink(place, path);
  return place;
}
