import { parentPort, workerData } from "node:worker_threads";
import type { Manifest } from "./manifest.ts";
import { seedCity, type SeedOptions } from "./seed-city.ts";

/** What the thread says: how far the city is, and in the end what stands in it. */
export type SeedMessage = { readonly done: number; readonly total: number } | { readonly manifest: Manifest };

/** One in so many parts of the whole is told. */
const STEPS = 200;

const say = (message: SeedMessage): void => parentPort?.postMessage(message);

let told = 0;
const onProgress = (done: number, total: number): void => {
  if (told > 0 && done < total && done - told < total / STEPS) return;
  told = done;
  say({ done, total });
};

say({ manifest: await seedCity({ ...(workerData as SeedOptions), onProgress }) });
