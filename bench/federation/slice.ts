import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./load.ts";
import type { Contender } from "./processes.ts";

/** Milliseconds of load before a slice is measured: what the contender does behind its answers is then under way as well. */
const LEAD_IN = 200;

/** Milliseconds that are measured. */
export const SLICE = 400;

/** Result of some load; slices are added up. */
export interface Cost {
  /** Milliseconds of the gateway's CPU. */
  readonly cpu: number;
  readonly requests: number;
  readonly milliseconds: number;
}

/** Nothing measured yet. */
export const none: Cost = { cpu: 0, requests: 0, milliseconds: 0 };

export function add(a: Cost, b: Cost): Cost {
  return {
    cpu: a.cpu + b.cpu,
    requests: a.requests + b.requests,
    milliseconds: a.milliseconds + b.milliseconds,
  };
}

/**
 * Measures a moment in the midst of load, so that all work of a steady state is in it: collections, batches and what is done from time
 * to time. Short, so that contenders can take turns faster than a shared machine changes its pace.
 */
export async function measureSlice(contender: Contender, client: Client, query: string): Promise<Cost> {
  let over = false;
  const look = async (): Promise<Cost> => {
    const { cpu } = await contender.usage();
    return { cpu: cpu / 1000, requests: client.answered(), milliseconds: performance.now() };
  };
  const watch = async (): Promise<Cost> => {
    try {
      await sleep(LEAD_IN);
      const before = await look();
      await sleep(SLICE);
      const after = await look();
      return {
        cpu: after.cpu - before.cpu,
        requests: after.requests - before.requests,
        milliseconds: after.milliseconds - before.milliseconds,
      };
    } finally {
      over = true;
    }
  };
  const load = client.load(
    () => !over,
    () => query,
  );
  const [cost] = await Promise.all([watch(), load]);
  return cost;
}
