import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openLedger, type Ledger } from "../ledger/store/open-ledger.ts";
import { generateKey } from "../ledger/tree/key.ts";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { type Bar, type Bench, quantile } from "./bench.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { recordAt } from "./ledger/record.ts";

const run = promisify(execFile);
const origin = "bench.example/ledger";
const rows = Number(process.env["LEDGER_BENCH_ROWS"] ?? 1_000_000);
const clients = 1_000;
const requestsPerSecond = 200;
const steadyMilliseconds = 10_000;

/** Many clients append as fast as they are answered. */
const flood = async (ledger: Ledger): Promise<{ perSecond: number; cpu: number; lag: number }> => {
  const started = performance.now();
  const before = process.cpuUsage();
  let sent = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (sent < rows) await ledger.append(recordAt(sent++));
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const milliseconds = performance.now() - started;
  const done = performance.now();
  while (Number((await ledger.checkpoint())?.split("\n")[1] ?? 0) < sent) await sleep(20);
  return { perSecond: (sent / milliseconds) * 1000, cpu: (user + system) / sent, lag: performance.now() - done };
};

/** Time of one append at a steady rate, in milliseconds. */
const steady = async (ledger: Ledger): Promise<readonly number[]> => {
  const latencies: number[] = [];
  const pending: Promise<unknown>[] = [];
  const started = performance.now();
  for (let nth = 0; performance.now() - started < steadyMilliseconds; nth++) {
    const due = started + (nth * 1000) / requestsPerSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    const begun = performance.now();
    pending.push(ledger.append(recordAt(nth)).then(() => latencies.push(performance.now() - begun)));
  }
  await Promise.all(pending);
  return latencies.sort((a, b) => a - b);
};

const verify = async (databaseUrl: string, verifier: string): Promise<number> => {
  const { stdout } = await run(process.execPath, [
    ...process.execArgv,
    "ledger/cli.ts",
    "verify",
    "--database",
    databaseUrl,
    "--log-key",
    verifier,
  ]);
  const [, read, seconds] = /(\d+) rows read in ([\d.]+) s/.exec(stdout) ?? [];
  if (!stdout.startsWith("PASS") || read === undefined) throw new Error(`The log does not verify: ${stdout}`);
  return Number(read) / Number(seconds);
};

const count = (value: number): string => Math.round(value).toLocaleString("en");

const bar = (what: string, asked: string, reached: string, holds: boolean): Bar => ({
  what,
  bar: asked,
  reached,
  holds,
});

/** Durable appends, the latency that they add, and verification from the rows. */
export const ledger: Bench = {
  name: "ledger",
  summary: `durable appends, added latency, verification of ${count(rows)} records`,
  run: async ({ rounds, say }) => {
    const folder = await mkdtemp(join(tmpdir(), "ledger-bench-"));
    const server = await startEmbeddedPostgres(folder);
    try {
      const databaseUrl = await server.urlOf("ledger");
      const key = generateKey(origin);
      const opened = await openLedger({ databaseUrl, origin, key: key.secret });
      say(`  appending ${count(rows)} records`);
      const appended = await flood(opened);
      say(`  ${count(appended.perSecond)} a second; ${requestsPerSecond} requests a second`);
      const latencies = await steady(opened);
      await opened.database.query("VACUUM ANALYZE ledger.leaves");
      say("  verifying");
      const rates: number[] = [];
      for (let round = 0; round < Math.min(rounds, 5); round++) rates.push(await verify(databaseUrl, key.verifier));
      const verified = quantile(
        rates.sort((a, b) => a - b),
        0.5,
      );
      await opened.close();
      return {
        introduction:
          `One process appends for ${count(clients)} clients at once, signs and integrates, on a PostgreSQL beside it with fsync on; every ` +
          "search index is kept while it appends. Verification reads every row, derives all hashes and search columns again, on all cores.",
        tables: [
          {
            title: "Appending",
            table: {
              head: ["what", "reached"],
              rows: [
                ["durable appends a second", count(appended.perSecond)],
                ["CPU of the appending process for each, sequencer included", `${appended.cpu.toFixed(0)} µs`],
                ["the last record in a signed checkpoint after", `${appended.lag.toFixed(0)} ms`],
                [`latency at ${requestsPerSecond} a second, median`, `${quantile(latencies, 0.5).toFixed(2)} ms`],
                ["99th percentile", `${quantile(latencies, 0.99).toFixed(2)} ms`],
              ],
            },
          },
        ],
        bars: [
          bar("durable appends", "≥ 15,000/s", `${count(appended.perSecond)}/s`, appended.perSecond >= 15_000),
          bar(
            `added latency at ${requestsPerSecond}/s, median`,
            "< 5 ms",
            `${quantile(latencies, 0.5).toFixed(2)} ms`,
            quantile(latencies, 0.5) < 5,
          ),
          bar("verify", "≥ 200,000 leaves/s", `${count(verified)}/s`, verified >= 200_000),
        ],
      };
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
