import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { seedCity } from "../demo/city/seed-city.ts";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { departmentDatabases, type DepartmentDatabases } from "../subgraphs/kit/postgres/department-databases.ts";
import { migrateDatabase } from "../subgraphs/kit/postgres/migrate-database.ts";
import { databaseOf, DEPARTMENTS } from "../subgraphs/kit/departments.ts";
import { dataOf, type AskHub, type HubAnswer } from "../subgraphs/kit/ask-hub.ts";
import { assessDay } from "../subgraphs/human-resources/wages/monitor/assess-day.ts";
import { MONITOR } from "../subgraphs/human-resources/wages/monitor/monitor.ts";
import { quantile, type Bench, type BenchOptions, type Table } from "./bench.ts";
import { CONNECTIONS, load } from "./city/load.ts";
import { startCityHub, type CityHub } from "./city/processes.ts";
import { COUNTING, countStatements, type StatementCounts } from "./city/statement-counts.ts";
import { dearestStatements, STATEMENTS_HEAD } from "./city/dearest-statements.ts";
import { steadily } from "./city/steady.ts";
import { YARDSTICKS_HEAD, yardsticks } from "./city/yardsticks.ts";
import { AS_OF, drawFiveDepartments, drawQuestions, type Question } from "./city/subjects.ts";

/** The city's databases, built when they are not there. */
const openCity = async (folder: string, people: number, urls: DepartmentDatabases, say: BenchOptions["say"]) => {
  const manifest = join(folder, "manifest.json");
  const built = await readFile(manifest, "utf8").catch(() => undefined);
  for (const { name } of DEPARTMENTS) await migrateDatabase(name, urls[name]);
  if (built !== undefined) return (JSON.parse(built) as { readonly people: number }).people;
  say(`  building a city of ${people} people in ${folder}`);
  let told = 0;
  const onProgress = (done: number, total: number): void => {
    if (done < told) return;
    told += total / 10;
    say(`  ${Math.round((100 * done) / total)} %`);
  };
  await writeFile(manifest, JSON.stringify(await seedCity({ databaseUrls: urls, people, reset: true, onProgress })));
  return people;
};

/** Milliseconds by process. */
const spent = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...after].map(([name, cpu]) => [name, (cpu - (before.get(name) ?? 0)) / 1_000]));

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

const rowOf = (name: string, times: readonly number[], seconds: number, cpu: ReadonlyMap<string, number>): string[] => {
  const inOrder = sorted(times);
  const each = (process: string): string => ((cpu.get(process) ?? 0) / times.length).toFixed(1);
  const departments = [...cpu].filter(([process]) => process !== "gateway" && process !== "postgresql");
  const all = departments.reduce((sum, [, used]) => sum + used, 0) / times.length;
  return [
    name,
    (times.length / seconds).toFixed(1),
    quantile(inOrder, 0.5).toFixed(0),
    quantile(inOrder, 0.99).toFixed(0),
    each("gateway"),
    all.toFixed(1),
    each("postgresql"),
  ];
};

/** Measures one load, warm. */
const measure = async (
  hub: CityHub,
  pool: Pool,
  name: string,
  questions: readonly Question[],
  milliseconds: number,
) => {
  const before = await hub.cpu();
  const { times, failures, seconds } = await load(hub, pool, questions, milliseconds);
  const cpu = spent(before, await hub.cpu());
  const all = [...times.values()].flat();
  return {
    row: rowOf(name, all, seconds, cpu),
    failures,
    requests: all.length,
    rate: all.length / seconds,
    p99: quantile(sorted(all), 0.99),
  };
};

interface Running {
  readonly hub: CityHub;
  readonly pool: Pool;
  readonly counts: StatementCounts;
  readonly urls: DepartmentDatabases;
}

const run = async ({ hub, pool, counts, urls }: Running, questions: readonly Question[], options: BenchOptions) => {
  options.say("  warming up");
  await load(hub, pool, questions, 3 * options.roundMilliseconds);
  const rows: string[][] = [];
  const statements: string[][] = [];
  let [failures, blocks] = [0, 0];
  for (const question of questions) {
    await counts.reset();
    const found = await measure(hub, pool, question.operation, [question], 2 * options.roundMilliseconds);
    const dearest = dearestStatements(question.operation, found.requests, await counts.read());
    rows.push(found.row);
    statements.push(...dearest.rows);
    blocks = Math.max(blocks, dearest.blocks);
    failures += found.failures;
    options.say(`  ${found.row.join("  ")}`);
    for (const row of dearest.rows) options.say(`    ${row.join("  ")}`);
  }
  const mix = await measure(hub, pool, "a mix of the six", questions, 5 * options.roundMilliseconds);
  rows.push(mix.row);
  options.say(`  ${mix.row.join("  ")}`);
  const beside = await yardsticks(hub, pool, [...questions, await drawFiveDepartments(urls)], urls, options);
  const steady = options.steady > 0 ? await steadily(hub, pool, questions, options) : undefined;
  const failed = failures + mix.failures + beside.failures + (steady?.failures ?? 0);
  return { rows, statements, blocks, mix, beside, steady, failures: failed };
};

/** Has the city's wage warnings assessed, as 人社's monitor does each day. @returns what it took, in a sentence */
const assess = async (hub: CityHub, pool: Pool, { say }: BenchOptions): Promise<string> => {
  const begun = performance.now();
  const before = await hub.cpu();
  let projects = 0;
  const ask: AskHub = async (query, variables) => {
    const headers = { "content-type": "application/json", ...hub.headers[MONITOR.app] };
    const path = new URL(hub.url).pathname;
    const { body } = await pool.request({ method: "POST", path, headers, body: JSON.stringify({ query, variables }) });
    return dataOf((await body.json()) as HubAnswer);
  };
  const onProgress = (done: number): void => {
    projects = done;
  };
  await assessDay({ ask, asOf: AS_OF, divisions: ["4111"], onProgress });
  const cpu = spent(before, await hub.cpu()).get("human-resources") ?? 0;
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const sentence = `Before that, the monitor looked over ${projects} projects in ${seconds} s (human-resources ${(cpu / 1_000).toFixed(1)} s of CPU).`;
  say(`  ${sentence}`);
  return sentence;
};

/** Loads a hub over the city, and ends it. */
const runOver = async (
  starting: Promise<CityHub>,
  { counts, urls }: Pick<Running, "counts" | "urls">,
  questions: readonly Question[],
  options: BenchOptions,
) => {
  const hub = await starting;
  const pool = new Pool(new URL(hub.url).origin, { connections: CONNECTIONS, pipelining: 1 });
  try {
    const assessed = await assess(hub, pool, options);
    return { ...(await run({ hub, pool, counts, urls }, questions, options)), assessed };
  } finally {
    await pool.close();
    await hub[Symbol.asyncDispose]();
  }
};

/**
 * Blocks for the rows of a page, each found by an index: some three blocks of index and one of its table for each of at most 200 rows. A statement that goes
 * through a table of the city looks into thousands.
 */
const MOST_BLOCKS = 1_000;

const HEAD = [
  "question",
  "requests/s",
  "p50 ms",
  "p99 ms",
  "gateway CPU ms",
  "departments CPU ms",
  "PostgreSQL CPU ms",
] as const;

/** The six questions at the size of the city: gateway and departments in processes of their own, subjects drawn from the city. */
export const city: Bench = {
  name: "city",
  summary: "the six questions in a city of --people, processes as on one host, subjects drawn from the city",
  onlyByName: true,
  run: async (options) => {
    const folder = options.city ?? join(tmpdir(), `shali-hub-city-${options.people}`);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const database = await startEmbeddedPostgres(join(folder, "postgres"), { flags: COUNTING });
    const keys = await mkdtemp(join(tmpdir(), "bench-city-"));
    const urls = await departmentDatabases(database.urlOf);
    const names = DEPARTMENTS.map(({ name }) => databaseOf(name));
    const counts = await countStatements(await database.urlOf("postgres"), names);
    try {
      await chmod(keys, 0o700);
      const people = await openCity(folder, options.people, urls, options.say);
      const questions = await drawQuestions(urls);
      const postmaster = Number((await readFile(join(folder, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
      const starting = startCityHub(keys, urls, await database.urlOf("ledger"), postmaster);
      const { rows, statements, blocks, mix, beside, steady, failures, assessed } = await runOver(
        starting,
        { counts, urls },
        questions,
        options,
      );
      const table: Table = { head: HEAD, rows };
      return {
        introduction:
          `${people} people on one PostgreSQL; the gateway and each of the five departments is a process of its own, the three sources that they ask another, everything on: tokens, ` +
          `grants, envelopes, a durable record before each answer. ${CONNECTIONS} connections. Each request asks about the next of up to 400 ` +
          "subjects drawn from the city: streets, families, firms. The handlers run the same SQL and rules by hand, in one process, without grants, masks, " +
          "envelopes or records; hub and handler are loaded in turns. CPU is per request; that of PostgreSQL includes the ledger's. " +
          assessed,
        tables: [
          { title: "The six", table },
          { title: "Their dearest statements", table: { head: STATEMENTS_HEAD, rows: statements } },
          { title: "Beside handlers written by hand", table: { head: YARDSTICKS_HEAD, rows: beside.rows } },
          ...(steady === undefined ? [] : [steady.table]),
        ],
        bars: [
          { what: "a mix of the six, requests/s", bar: "≥ 120", reached: mix.rate.toFixed(1), holds: mix.rate >= 120 },
          { what: "its p99, ms", bar: "< 200", reached: mix.p99.toFixed(0), holds: mix.p99 < 200 },
          {
            what: "blocks of 8 KB that a statement of the six looks into for a request, at most",
            bar: `≤ ${MOST_BLOCKS}`,
            reached: blocks.toFixed(0),
            holds: blocks <= MOST_BLOCKS,
          },
          ...beside.bars,
          ...(steady?.bars ?? []),
          { what: "answers that failed", bar: "0", reached: String(failures), holds: failures === 0 },
        ],
      };
    } finally {
      await counts.close();
      await rm(keys, { recursive: true });
      await database.stop();
    }
  },
};
