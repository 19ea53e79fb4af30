/**
 * A store of counters that all replicas of a gateway share. A counter is named by its key and dies at `until`; a key is
 * never used again for another window.
 */
export interface CounterStore {
  /**
   * Adds points (a negative number gives back) and answers the total with them, atomically. Rejects when the store does
   * not answer within its own bound: nothing is known then.
   */
  readonly add: (key: string, points: number, until: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Nobody can tell whether a limit is kept: the request MUST be refused. */
export class CountersUnreachable extends Error {
  readonly code = "HUB_LIMITS_UNAVAILABLE";
  constructor() {
    super("The counters of callers' limits are out of reach.");
  }
}

const SWEEP_ABOVE = 10_000;

/** Counters of one gateway without a database: they die with the process, and a second replica counts anew. */
export function openMemoryCounters(clock: () => number = Date.now): CounterStore {
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
}
