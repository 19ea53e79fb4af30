import { afterEach, expect, test } from "@jest/globals";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { survivingPool } from "../../ledger/store/surviving-pool.ts";
import { until } from "../../ledger/tests/until.ts";
import {
  PASSWORD_FILE,
  startEmbeddedPostgres,
  type EmbeddedDatabase,
  type EmbeddedOptions,
} from "./embedded-postgres.ts";
import { livingPostmaster } from "./living-process.ts";

const FLAGS = ["-c", "shared_buffers=16MB"];
const asRoot = process.getuid?.() === 0;
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const start = async (folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> => {
  const server = await startEmbeddedPostgres(folder, { flags: FLAGS, ...options });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.stop());
  undo.push(stop);
  return { ...server, stop };
};

/** A temporary folder of this mode, with the data folder's place in it; both go when the test ends. */
const folderOf = async (mode: number): Promise<string> => {
  const outer = await mkdtemp(join(tmpdir(), "embedded-postgres-"));
  await chmod(outer, mode);
  const folder = join(outer, "postgres");
  undo.push(async () => {
    await rm(await realpath(folder).catch(() => folder), { recursive: true, force: true });
    await rm(outer, { recursive: true, force: true });
  });
  return folder;
};

const answerOf = async (url: string): Promise<unknown> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: number }>("select 42 as answer")).rows[0]?.answer;
  } finally {
    await client.end();
  }
};

const changedIn = (url: string, change: (url: URL) => void): string => {
  const changed = new URL(url);
  change(changed);
  return changed.href;
};

test("N1: a data folder below a folder of mode 0700 serves, for root from a place that a reboot keeps; it stays the same", async () => {
  const folder = await folderOf(0o700);
  const first = await start(folder);
  expect(await answerOf(await first.urlOf("kept"))).toBe(42);
  const data = await realpath(folder);
  if (asRoot) {
    expect((await lstat(folder)).isSymbolicLink()).toBe(true);
    expect(data).toMatch(/^\/var\/lib\/shali-hub\/data-/);
    expect((await stat("/var/lib/shali-hub")).mode & 0o777).toBe(0o711);
  }
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  await first.stop();
  const second = await start(folder);
  expect(await realpath(folder)).toBe(data);
  expect(await answerOf(await second.urlOf("kept"))).toBe(42);
});

test("N1: a link to data that is gone is told, and nothing is made in its place", async () => {
  if (!asRoot) return;
  const folder = await folderOf(0o700);
  const server = await start(folder);
  await server.stop();
  await rm(await realpath(folder), { recursive: true });
  await expect(startEmbeddedPostgres(folder)).rejects.toThrow("are missing: it is a link to /var/lib/shali-hub/data-");
});

test("S5: the server listens on no socket file, and on loopback lets in the random password of a 0600 file alone", async () => {
  const folder = await folderOf(0o755);
  const server = await start(folder);
  const url = await server.urlOf("postgres");
  const { password, port } = new URL(url);
  const path = join(folder, PASSWORD_FILE);
  expect((await readFile(path, "utf8")).trim()).toBe(password);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(password).toMatch(/^[\w-]{32}$/);
  await expect(answerOf(changedIn(url, (guess) => (guess.password = "hub")))).rejects.toThrow("authentication failed");
  await expect(stat(join("/tmp", `.s.PGSQL.${port}`))).rejects.toThrow("ENOENT");
  expect((await readFile(join(folder, "pg_hba.conf"), "utf8")).match(/^[^#\n].*trust/gm)).toBeNull();
});

test("S5: a data folder of an earlier version, whose password everybody knows, gets one of its own", async () => {
  const folder = await folderOf(0o755);
  const earlier = await start(folder);
  const old = await earlier.urlOf("postgres");
  const client = new Client({ connectionString: old });
  await client.connect();
  await client.query("alter role hub password 'hub'");
  await client.end();
  await earlier.stop();
  await rm(join(folder, PASSWORD_FILE));
  const url = await (await start(folder)).urlOf("postgres");
  expect(await answerOf(url)).toBe(42);
  for (const known of ["hub", new URL(old).password])
    await expect(answerOf(changedIn(url, (guess) => (guess.password = known)))).rejects.toThrow(
      "authentication failed",
    );
});

test("L11: a lock file that names somebody else's process is no PostgreSQL, and does not keep one from starting", async () => {
  const folder = await folderOf(0o755);
  const server = await start(folder);
  const pid = await livingPostmaster(folder);
  expect(pid).toBeGreaterThan(1);
  const lock = await readFile(join(folder, "postmaster.pid"), "utf8");
  await server.stop();
  expect(await livingPostmaster(folder)).toBeUndefined();
  const owner = await stat(folder);
  const innocent = spawn("sleep", ["60"], { uid: owner.uid, gid: owner.gid, stdio: "ignore" });
  undo.push(() => Promise.resolve(innocent.kill()));
  await writeFile(join(folder, "postmaster.pid"), lock.replace(/^\d+/, String(innocent.pid)));
  await chmod(join(folder, "postmaster.pid"), 0o644);
  expect(await livingPostmaster(folder)).toBeUndefined();
  expect(await answerOf(await (await start(folder)).urlOf("postgres"))).toBe(42);
  expect(innocent.exitCode).toBeNull();
});

test("L11: a PostgreSQL on another folder is not taken for this one's", async () => {
  const folder = await folderOf(0o755);
  const other = await folderOf(0o755);
  await start(folder);
  await mkdir(other);
  await cp(join(folder, "postmaster.pid"), join(other, "postmaster.pid"));
  expect(await livingPostmaster(folder)).toBeGreaterThan(1);
  expect(await livingPostmaster(other)).toBeUndefined();
});

/** Ends the server as a kernel that runs out of memory does: by its own id, which is read from its lock and looked at before. */
const killServer = async (folder: string): Promise<number> => {
  const pid = await livingPostmaster(folder);
  if (pid === undefined) throw new Error("No server runs");
  process.kill(pid, "SIGKILL");
  return pid;
};

const returned = (folder: string, killed: number): Promise<true> =>
  until(async () => {
    const pid = await livingPostmaster(folder);
    return pid !== undefined && pid !== killed ? true : null;
  });

test("L11: a server that was killed serves again, on its port and with what was committed, a few times; then its end is told", async () => {
  const folder = await folderOf(0o755);
  const told: string[] = [];
  const healing = { restarts: 2, window: 60_000, patience: 20_000, tell: (what: string) => told.push(what) };
  const server = await start(folder, { healing });
  const url = await server.urlOf("kept");
  const pool = survivingPool({ connectionString: url, max: 2 });
  undo.push(() => pool.end());
  await pool.query("create table kept as select 42 as answer");
  for (let times = 0; times < 2; times++) {
    await returned(folder, await killServer(folder));
    expect(await until(() => answerOf(url).catch(() => null))).toBe(42);
    expect((await pool.query("select answer from kept")).rows).toEqual([{ answer: 42 }]);
  }
  await killServer(folder);
  expect((await server.gone).message).toBe("3 ends within 1 minutes");
  expect(await livingPostmaster(folder)).toBeUndefined();
  expect(told).toEqual(Array(2).fill(["PostgreSQL ended; it is started again.", "PostgreSQL serves again."]).flat());
});

test("L11: a server that is stopped stays away, also while it is being started again", async () => {
  const folder = await folderOf(0o755);
  const server = await start(folder, { healing: { restarts: 5, window: 60_000, patience: 20_000 } });
  await killServer(folder);
  await server.stop();
  await sleep(300);
  expect(await livingPostmaster(folder)).toBeUndefined();
  expect(await Promise.race([server.gone, sleep(10, "silent")])).toBe("silent");
});

test("N2: databases asked for at the same time are made without a warning, and the process ends by itself", async () => {
  const folder = await folderOf(0o755);
  const script = `
    import { startEmbeddedPostgres } from "./deploy/postgres/embedded-postgres.ts";
    const server = await startEmbeddedPostgres(${JSON.stringify(folder)}, { flags: ${JSON.stringify(FLAGS)} });
    const urls = await Promise.all(["a", "b", "c"].map((name) => server.urlOf(name)));
    console.log(new Set(urls).size);
    await server.stop();`;
  const node = ["--import", "./tests/fixtures/strip-types.js", "--input-type=module", "--eval", script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, node, { env: { PATH: process.env["PATH"] } });
  expect({ stdout, stderr }).toEqual({ stdout: "3\n", stderr: "" });
});

test("a process that a signal ends takes its server along", async () => {
  const folder = await folderOf(0o755);
  const script = `
    import { startEmbeddedPostgres } from "./deploy/postgres/embedded-postgres.ts";
    await startEmbeddedPostgres(${JSON.stringify(folder)}, { flags: ${JSON.stringify(FLAGS)} });
    console.log("up");`;
  const child = spawn(process.execPath, [
    "--import",
    "./tests/fixtures/strip-types.js",
    "--input-type=module",
    "--eval",
    script,
  ]);
  await once(child.stdout, "data");
  expect(await livingPostmaster(folder)).toBeGreaterThan(1);
  child.kill("SIGTERM");
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGTERM");
  for (let tries = 0; tries < 100 && (await livingPostmaster(folder)) !== undefined; tries++) await sleep(50);
  expect(await livingPostmaster(folder)).toBeUndefined();
});
