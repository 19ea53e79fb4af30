import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logKeyIn } from "../ledger/key-file.ts";
import { encodeCursor } from "../ledger/query/cursor.ts";
import type { DisclosureFilter } from "../ledger/query/filter.ts";
import { findDisclosures } from "../ledger/query/find-disclosures.ts";
import { openLedger, type Ledger } from "../ledger/store/open-ledger.ts";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { type Bench, median } from "./bench.ts";
import { fillPast } from "./ledger/fill-past.ts";
import { setTimeout as sleep } from "node:timers/promises";

const origin = "bench.example/ledger";
const rows = Number(process.env["LEDGER_BENCH_ROWS"] ?? 1_000_000);
/** Kept between runs where it is given: filling ten million records takes a quarter of an hour. */
const kept = process.env["LEDGER_BENCH_FOLDER"];
const page = 50;
const samples = 5;
/** Starts of deep pages, as shares of the log, the newest record being 0. */
const depths = [0.1, 0.5, 0.9];

/** Single filters that an auditor may use. */
const single: readonly (readonly [string, DisclosureFilter])[] = [
  ["everything", {}],
  ["a department", { department: "housing" }],
  ["an app", { app: "app-5" }],
  ["another app", { app: "app-19" }],
  ["an officer", { officer: "officer-17" }],
  ["an officer who left long ago", { officer: "officer-retired" }],
  ["nobody", { officer: "nobody" }],
  ["a purpose", { purpose: "PURPOSE_6" }],
  ["a common coordinate", { coordinate: "Person.name" }],
  ["a coordinate of one app", { coordinate: "Vehicle.plate" }],
  ["a coordinate that nobody reads any more", { coordinate: "Retired.field" }],
  ["a rare coordinate", { coordinate: "Rare.field" }],
  ["an outcome", { outcome: "DERIVED" }],
  ["an outcome that never was", { coordinate: "Person.name", outcome: "CLEAR" }],
  ["a person", { subject: "Person:person-4711" }],
  ["the usual decision", { decision: "PARTIAL" }],
  ["a decision that never was", { decision: "FAILED" }],
  ["another kind of record", { kinds: ["workflow"] }],
  ["a day", dayBefore(300)],
  ["the oldest quarter", { to: dayBefore(550).to ?? "" }],
];

function dayBefore(days: number): DisclosureFilter {
  const day = 24 * 3600_000;
  const end = Date.now() - days * day;
  return { from: new Date(end - day).toISOString(), to: new Date(end).toISOString() };
}

/** Each alone, and every two that do not ask for the same. */
const filters = single.flatMap(([name, one], at) => [
  [name, one] as const,
  ...single
    .slice(at + 1)
    .filter(([, other]) => Object.keys(one).length > 0 && !Object.keys(other).some((part) => part in one))
    .map(([also, other]) => [`${name}, ${also}`, { ...one, ...other }] as const),
]);

interface Measured {
  readonly name: string;
  /** Milliseconds of the first page: the median, and the first time of all. */
  readonly first: number;
  readonly coldest: number;
  /** The slowest page of those deep in the list; the median of each. */
  readonly deep: number;
}

const timed = async (ledger: Ledger, filter: DisclosureFilter, after?: string): Promise<readonly number[]> => {
  const taken: number[] = [];
  for (let nth = 0; nth < samples; nth++) {
    const begun = performance.now();
    await findDisclosures(ledger.database, filter, { limit: page, after });
    taken.push(performance.now() - begun);
  }
  return taken;
};

const measure = async (ledger: Ledger, places: readonly string[]): Promise<readonly Measured[]> => {
  const measured: Measured[] = [];
  for (const [name, filter] of filters) {
    const first = await timed(ledger, filter);
    const deep: number[] = [];
    for (const place of places) deep.push(median(await timed(ledger, filter, place)));
    measured.push({ name, first: median(first), coldest: Math.max(...first), deep: Math.max(...deep) });
  }
  return measured.sort((a, b) => b.first - a.first);
};

/** Cursors of records deep in the list of everything. */
const placesIn = async (ledger: Ledger): Promise<readonly string[]> => {
  const places: string[] = [];
  for (const depth of depths) {
    const index = Math.floor(rows * (1 - depth));
    const found = await ledger.database.query<{ time: Date }>("SELECT time FROM ledger.leaves WHERE index = $1", [
      index,
    ]);
    places.push(encodeCursor({ time: found.rows[0]?.time.getTime() ?? 0, index }));
  }
  return places;
};

/** Fills what is missing, and waits until all is in a checkpoint and summed up. */
const openFilled = async (folder: string, databaseUrl: string, say: (line: string) => void): Promise<Ledger> => {
  const { secret } = await logKeyIn(join(folder, "key"), origin);
  const empty = await openLedger({ databaseUrl, origin });
  const { size } = await empty.lag();
  await empty.close();
  if (size === 0) await fillPast(databaseUrl, rows, say);
  else if (size < rows) throw new Error(`${folder} holds ${size} records, not ${rows}`);
  const ledger = await openLedger({ databaseUrl, origin, key: secret });
  say("  integrating");
  for (;;) {
    const { size: all, signed } = await ledger.lag();
    const summed = await ledger.database.query<{ size: string }>("SELECT size FROM ledger.summed");
    if (signed === all && Number(summed.rows[0]?.size) === all) return ledger;
    await sleep(500);
  }
};

const count = (value: number): string => Math.round(value).toLocaleString("en");

/** An auditor's pages: every filter alone and every two together, newest first and deep in the list. */
export const search: Bench = {
  name: "search",
  summary: `first and deep pages of ${filters.length} searches over ${count(rows)} records of the ledger`,
  run: async ({ say }) => {
    const folder = kept ?? (await mkdtemp(join(tmpdir(), "search-bench-")));
    const server = await startEmbeddedPostgres(join(folder, "postgres"));
    try {
      const databaseUrl = await server.urlOf("ledger");
      const ledger = await openFilled(folder, databaseUrl, say);
      await ledger.database.query("VACUUM ANALYZE ledger.presence, ledger.officers");
      say(`  ${filters.length} searches`);
      const measured = await measure(ledger, await placesIn(ledger));
      await ledger.close();
      const first = Math.max(...measured.map((one) => one.first));
      const deep = Math.max(...measured.map((one) => one.deep));
      const coldest = Math.max(...measured.map((one) => one.coldest));
      const shown = measured.filter(({ name }, at) => at < 12 || single.some(([alone]) => alone === name));
      return {
        introduction:
          `${count(rows)} records of two years in monthly partitions, sealed and written by the store's own code in large batches, search indexes ` +
          `made afterwards; tiles, checkpoints and summaries by the sequencer. ${filters.length} searches: each filter alone and every two together, ` +
          `among them many that find nothing. ${page} records a page; deep pages begin after ${depths.map((depth) => `${depth * 100} %`).join(", ")} of the log, ` +
          `the slowest counts. Medians of ${samples}; below, every filter alone and the slowest of all. The slowest single page of all, first touch included: ${coldest.toFixed(0)} ms.`,
        tables: [
          {
            title: `Pages of ${page} among ${count(rows)} records`,
            table: {
              head: ["of", "first page ms", "deep page ms"],
              rows: shown.map((one) => [one.name, one.first.toFixed(1), one.deep.toFixed(1)]),
            },
          },
        ],
        bars: [
          { what: "slowest first page", bar: "< 100 ms", reached: `${first.toFixed(1)} ms`, holds: first < 100 },
          { what: "slowest deep page", bar: "< 100 ms", reached: `${deep.toFixed(1)} ms`, holds: deep < 100 },
        ],
      };
    } finally {
      await server.stop();
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
    }
  },
};
