import { type Bar, median } from "../bench.ts";
import type { Measurement } from "./measure.ts";

const titles: Readonly<Record<string, string>> = {
  hub: "this gateway, nobody governed",
  governed: "tokens, grants, policy, envelopes",
  registered: "the same, asked by a registered id",
  recorded: "the same, each answer behind a durable record",
  "one-worker": "a gateway of one process",
  "two-workers": "a gateway of two workers",
  sealed: "governed, each fetch and answer sealed",
  "hive-rust": "Hive Gateway, Rust planner",
  "hive-js": "Hive Gateway, JavaScript planner",
  apollo: "Apollo Gateway",
};

/** A contender's name in tables. */
export function titleOf(name: string): string {
  return titles[name] ?? name;
}

/**
 * CPU of one to that of another: the median of their ratios within each round. What a noisy neighbour does to one round it does to
 * both, so this wanders less than the ratio of their medians.
 */
export function cpuRatio(measurements: readonly Measurement[], of: string, to: string): number {
  const roundsOf = (name: string): readonly number[] =>
    measurements.find((each) => each.name === name)?.cpuByRound ?? [];
  const base = roundsOf(to);
  return median(roundsOf(of).map((cpu, round) => cpu / (base[round] ?? Number.NaN)));
}

/** The bar that the CPU of one is at most so many times that of another. */
export function cpuBar(measurements: readonly Measurement[], of: string, to: string, most: number): Bar {
  const reached = cpuRatio(measurements, of, to);
  return {
    what: `CPU of ${titleOf(of)}, to ${titleOf(to)}`,
    bar: `≤ ${most}`,
    reached: reached.toFixed(3),
    holds: reached <= most,
  };
}
