import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, escapeIdentifier } from "pg";
import { startEmbeddedPostgres } from "../../deploy/postgres/embedded-postgres.ts";
import type { Answer, Question } from "./worker.ts";

/** How one test file ended. A worker that died under it has failed it. */
type Run = Omit<Answer, "number"> & { readonly timedOut: boolean };

/**
 * Runs test files one after another in a warm process, on a PostgreSQL whose databases are new for each, but for the city's that a run
 * without a mutant has built: its tests only read them.
 */
export interface Runner {
  readonly run: (file: string, limit: number, withCoverage?: boolean) => Promise<Run>;
  readonly close: () => Promise<void>;
}

/** Every run leaves its modules behind: so many, and a new process takes over. */
const RUNS_OF_A_WORKER = 150;

const startWorker = async (root: string, postgres: string, folder: string): Promise<ChildProcess> => {
  const worker = fork(join(root, "bench/mutants/worker.ts"), {
    cwd: root,
    // A group of its own: whatever a test has started ends with it.
    detached: true,
    execArgv: ["--no-warnings", "--import", "ts-blank-space/register"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...process.env, TEST_POSTGRES_URL: postgres, TEST_FOLDER: folder },
  });
  await once(worker, "message");
  return worker;
};

const end = (worker: ChildProcess): void => {
  try {
    if (worker.pid !== undefined) process.kill(-worker.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
};

const databasesOf = async (client: Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where not datistemplate and datname <> current_database()",
  );
  return rows.map(({ datname }) => datname);
};

const dropDatabases = async (client: Client, kept: readonly string[]): Promise<void> => {
  for (const name of await databasesOf(client))
    if (!kept.includes(name)) await client.query(`drop database ${escapeIdentifier(name)} with (force)`);
};

const ask = async (worker: ChildProcess, question: Question, limit: number): Promise<Run> => {
  const start = performance.now();
  const stopped = (failure: string, timedOut: boolean): Run => ({
    passed: false,
    clean: false,
    failure: `${question.file}: ${failure}`,
    milliseconds: Math.round(performance.now() - start),
    timedOut,
  });
  return await new Promise((resolve) => {
    const done = (run: Run): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(run);
    };
    const timer = setTimeout(() => {
      done(stopped("timed out", true));
    }, limit);
    worker.on("exit", (code) => {
      done(stopped(`its process ended with ${String(code)}`, false));
    });
    worker.on("message", (answer: Answer) => {
      if (answer.number === question.number) done({ ...answer, timedOut: false });
    });
    worker.send(question);
  });
};

/** @param root of the tree whose tests run */
export async function openRunner(root: string): Promise<Runner> {
  const data = await mkdtemp(join(tmpdir(), "mutants-postgres-"));
  const postgres = await startEmbeddedPostgres(data);
  // Where the city's old systems lie: as long as its databases.
  const folder = await mkdtemp(join(tmpdir(), "mutants-files-"));
  const url = await postgres.urlOf("postgres");
  const client = new Client({ connectionString: url });
  await client.connect();
  let worker: ChildProcess | undefined;
  let number = 0;
  let city: readonly string[] = [];
  const stop = (): void => {
    if (worker !== undefined) end(worker);
    worker = undefined;
  };
  return {
    run: async (file, limit, withCoverage = false) => {
      await dropDatabases(client, city);
      if (number % RUNS_OF_A_WORKER === 0) stop();
      worker ??= await startWorker(root, url, folder);
      const run = await ask(worker, { number: ++number, file, withCoverage }, limit);
      if (run.passed && withCoverage) city = (await databasesOf(client)).filter((name) => name.startsWith("city_"));
      if (!run.clean) stop();
      return run;
    },
    close: async () => {
      stop();
      await client.end();
      await postgres.stop();
      for (const made of [data, folder]) await rm(made, { recursive: true, force: true });
    },
  };
}
