import type { Pool } from "undici";
import { quantile, type Bar, type BenchOptions, type Table } from "../bench.ts";
import { load } from "./load.ts";
import type { CityHub } from "./processes.ts";
import type { Question } from "./subjects.ts";

const MEGABYTE = 1_000_000;

/** Of what the first minute after the start of the load shows, the last ones may not be more than that many times as much. */
const [MOST_MEMORY, MOST_P99] = [1.1, 1.25];

interface Minute {
  readonly answers: number;
  readonly seconds: number;
  readonly p99: number;
  readonly gateway: number;
  readonly departments: number;
  readonly failures: number;
}

const minuteOf = async (
  hub: CityHub,
  pool: Pool,
  questions: readonly Question[],
  milliseconds: number,
): Promise<Minute> => {
  const { times, failures, seconds } = await load(hub, pool, questions, milliseconds);
  const all = [...times.values()].flat().sort((a, b) => a - b);
  const resident = await hub.resident();
  const sum = [...resident.values()].reduce((bytes, each) => bytes + each, 0);
  const gateway = resident.get("gateway") ?? 0;
  return { answers: all.length, seconds, p99: quantile(all, 0.99), gateway, departments: sum - gateway, failures };
};

const flat = (what: string, of: readonly number[], most: number): Bar => {
  // What is set up once is set up in the first minute.
  const [first = Number.NaN] = of.slice(Math.min(1, of.length - 1));
  const ratio = (of.at(-1) ?? Number.NaN) / first;
  return {
    what: `${what}, last minute over the second`,
    bar: `≤ ${most}`,
    reached: ratio.toFixed(2),
    holds: ratio <= most,
  };
};

/** Loads the hub with a mix of the questions, minute after minute: memory and the slowest answers stay where they were. */
export async function steadily(
  hub: CityHub,
  pool: Pool,
  questions: readonly Question[],
  { steady, say }: Pick<BenchOptions, "steady" | "say">,
): Promise<{
  readonly table: { readonly title: string; readonly table: Table };
  readonly bars: readonly Bar[];
  readonly failures: number;
}> {
  const minutes: Minute[] = [];
  const rows: string[][] = [];
  for (let left = steady; left > 0; left -= 60) {
    const minute = await minuteOf(hub, pool, questions, Math.min(60, left) * 1_000);
    minutes.push(minute);
    const { answers, seconds, p99, gateway, departments } = minute;
    const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(0);
    const row = [
      `${minutes.length}`,
      (answers / seconds).toFixed(1),
      p99.toFixed(0),
      megabytes(gateway),
      megabytes(departments),
    ];
    rows.push(row);
    say(`  minute ${row.join("  ")}`);
  }
  const head = ["minute", "requests/s", "p99 ms", "gateway MB", "departments MB"];
  return {
    table: { title: "A steady load, minute by minute", table: { head, rows } },
    bars: [
      flat(
        "memory of all processes",
        minutes.map(({ gateway, departments }) => gateway + departments),
        MOST_MEMORY,
      ),
      flat(
        "p99 of a steady load",
        minutes.map(({ p99 }) => p99),
        MOST_P99,
      ),
    ],
    failures: minutes.reduce((sum, { failures }) => sum + failures, 0),
  };
}
