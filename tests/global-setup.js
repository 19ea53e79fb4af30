import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folder of a run: of which process, and what makes it its own. */
const OF_RUN = /^hub-test-(\d+)-/;

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and is another user's.
    return error.code === "EPERM";
  }
};

/** Runs that were killed could not clean up: their folders go when the next one begins. Those of others stay theirs. */
const removeFoldersOfTheDead = async () => {
  for (const name of await readdir(tmpdir())) {
    const pid = OF_RUN.exec(name)?.[1];
    if (pid !== undefined && !lives(Number(pid)))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
};

/**
 * One folder for whatever the run writes, temporary folders of its tests and their processes among it, and in it one real
 * PostgreSQL for the whole run; each test file makes the databases it needs.
 */
export default async function globalSetup() {
  await import("ts-blank-space/register");
  const { startEmbeddedPostgres } = await import("../deploy/postgres/embedded-postgres.ts");
  await removeFoldersOfTheDead();
  const folder = await mkdtemp(join(tmpdir(), `hub-test-${process.pid}-`));
  // The account that PostgreSQL runs under has to pass through.
  await chmod(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env.TEST_FOLDER = join(folder, "files");
  await mkdir(process.env.TEST_FOLDER);
  const database = await startEmbeddedPostgres(join(folder, "postgres"));
  process.env.TEST_POSTGRES_URL = await database.urlOf("postgres");
  globalThis.endTestRun = async () => {
    await database.stop();
    // The data lie elsewhere where PostgreSQL's account cannot come here.
    const data = await realpath(join(folder, "postgres"));
    for (const written of [data, folder]) await rm(written, { recursive: true, force: true });
  };
}
