import type { CounterStore } from "./counter-store.ts";

const SWEEP_ABOVE = 10_000;

/** Counters of one gateway without a database: they die with the process, and a second replica counts anew. */
export const openMemoryCounters = (clock: () => number = Date.now): CounterStore => {
  const counters = new Map<string, { points: number; readonly until: number }>();
  const sweep = (): void => {
    const now = clock();
    for (const [key, { until }] of counters) if (until <= now) counters.delete(key);
  };
  return {
    add: (key, points, until) => {
      if (counters.size > SWEEP_ABOVE) sweep();
      const counter = counters.get(key) ?? { points: 0, until };
      counter.points += points;
      counters.set(key, counter);
      return Promise.resolve(counter.points);
    },
    close: () => Promise.resolve(),
  };
};
