import type { Bench, Table } from "./bench.ts";
import { cpuBar, cpuRatio, titleOf } from "./federation/compare.ts";
import { operationOf } from "./federation/graph.ts";
import { measure, type Measurement } from "./federation/measure.ts";

const LAUNCHES = 4;

/** Rounds of each launch, at least: the first bars leave less room than one round wanders. */
const ROUNDS = 8;

const tableOf = (found: readonly Measurement[], base: string): Table => ({
  head: ["gateway", "CPU ms", "requests/s", `CPU to ${titleOf(base)}`],
  rows: found.map(({ name, cpu, requestsPerSecond }) => [
    titleOf(name),
    cpu.toFixed(2),
    requestsPerSecond.toFixed(0),
    cpuRatio(found, name, base).toFixed(2),
  ]),
});

/** Cost of governance: the same gateway and the same answer, with governance off, on, and recorded. */
export const governance: Bench = {
  name: "governance",
  summary: "gateway CPU with authorization and ledger on against off",
  run: async (options) => {
    const operation = operationOf({ factor: 1 });
    const rounds = Math.max(options.rounds, LAUNCHES * ROUNDS);
    const own = await measure(
      ["hub", "governed", "recorded", "sealed"],
      operation,
      1,
      { ...options, rounds },
      LAUNCHES,
    );
    const others = await measure(["governed", "hive-rust", "apollo"], operation, 1, options);
    return {
      introduction:
        "The federation benchmark's shape, every field unconditional under one grant, warm caches. CPU is the gateway " +
        "process's own; the ledger's PostgreSQL is a process of its own and is not counted. This gateway is launched " +
        `${LAUNCHES} times in each way, ${Math.ceil(rounds / LAUNCHES)} rounds each; the others are compared in a run of their ` +
        "own. Ratios are medians of each round's. Every process has the flags of `npm run gateway`.",
      tables: [
        { title: "CPU per request", table: tableOf(own, "hub") },
        { title: "Beside others", table: tableOf(others, "governed") },
      ],
      bars: [
        cpuBar(own, "governed", "hub", 1.1),
        cpuBar(own, "recorded", "hub", 1.15),
        cpuBar(own, "sealed", "governed", 1.04),
        cpuBar(others, "governed", "hive-rust", 0.4),
        cpuBar(others, "governed", "apollo", 0.17),
      ],
    };
  },
};
