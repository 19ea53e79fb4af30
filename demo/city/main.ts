import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { endOver } from "../../host/command-line.ts";
import { departmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { databaseVariableOf, DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { startEmbeddedPostgres } from "../../deploy/postgres/embedded-postgres.ts";
import { HELP, readArguments, type SeedArguments } from "./arguments.ts";
import { seedCity } from "./seed-city.ts";

/** Shows how far the seed is: a bar on a terminal, a line for every tenth elsewhere. */
interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

const lines = (print: (line: string) => void): Progress => {
  let shown = -1;
  return {
    update: (done, total) => {
      const tenth = Math.floor((done / total) * 10);
      if (tenth === shown) return;
      shown = tenth;
      print(`${tenth * 10} % (${done} of ${total} people)`);
    },
    stop: () => undefined,
  };
};

/** @param stream where to show it, usually standard error, so that standard output stays clean */
const createProgress = (stream: NodeJS.WriteStream): Progress => {
  if (!stream.isTTY)
    return lines((line) => {
      stream.write(`${line}\n`);
    });
  const bar = new SingleBar({
    stream,
    format: "{bar} {percentage} % | {value} of {total} people | {duration_formatted}",
    hideCursor: true,
  });
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, done);
      started = true;
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
};

/** The databases to fill, and how to let go of them. */
interface SeedDatabases {
  readonly urls: Readonly<Record<DepartmentName, string>>;
  readonly stop: () => Promise<void>;
}

/**
 * The departments' databases: those of DATABASE_URL_*, or, when none of them is set, an embedded PostgreSQL in `folder`.
 * @throws when only some are set: filling half a city helps nobody
 */
const openSeedDatabases = async (folder: string): Promise<SeedDatabases> => {
  const given = DEPARTMENTS.map(({ name }) => [name, process.env[databaseVariableOf(name)] ?? ""] as const);
  const missing = given.filter(([, url]) => url === "").map(([name]) => databaseVariableOf(name));
  if (missing.length === 0)
    return { urls: Object.fromEntries(given) as Record<DepartmentName, string>, stop: () => Promise.resolve() };
  if (missing.length < DEPARTMENTS.length) throw new Error(`Not set: ${missing.join(", ")}; set all five or none.`);
  const data = join(folder, "postgres");
  const running = await access(join(data, "postmaster.pid")).then(
    () => true,
    () => false,
  );
  const server = await startEmbeddedPostgres(data).catch((error: unknown) => {
    if (running) throw new Error(`${data} is in use: stop the hub that runs on it first.`, { cause: error });
    throw error;
  });
  return { urls: await departmentDatabases(server.urlOf), stop: server.stop };
};

const seed = async (asked: SeedArguments): Promise<void> => {
  const folder = process.env["HUB_DATA"] ?? ".hub";
  const manifestPath = join(folder, "manifest.json");
  await mkdir(folder, { recursive: true });
  const databases = await openSeedDatabases(folder);
  const progress = createProgress(process.stderr);
  const started = performance.now();
  try {
    const manifest = await seedCity({ ...asked, databaseUrls: databases.urls, onProgress: progress.update });
    progress.stop();
    // A manifest that is there is taken for whole, so it is written last.
    await rm(manifestPath, { force: true });
    await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
    const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      `${manifest.people} people, ${rows} rows in ${seconds} s, ${memory} MB at most. Planted: ${manifestPath}`,
    );
  } finally {
    progress.stop();
    await databases.stop();
  }
};

const interruption = new AbortController();
process.once("SIGINT", () => {
  interruption.abort();
});

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked === "help") console.log(HELP);
  else await seed(asked);
} catch (error) {
  if (!interruption.signal.aborted) endOver(error);
  console.error("Interrupted: the databases are as they were.");
  process.exit(130);
}
