import { Worker } from "node:worker_threads";
import { programOf } from "../../host/installed.ts";
import type { Manifest } from "./manifest.ts";
import type { SeedOptions } from "./seed-city.ts";
import type { SeedMessage } from "./seed-worker.ts";

/**
 * Builds a city as `seedCity` does, in a thread of its own: what this one has to do meanwhile does not wait for it.
 * Rejects with the error of the city, or when the thread ends without one.
 */
export function seedApart({ onProgress = () => undefined, ...options }: SeedOptions): Promise<Manifest> {
  const { path, execArgv } = programOf("demo/city/seed-worker");
  const worker = new Worker(path, { workerData: options, execArgv: [...execArgv] });
  return new Promise((resolve, reject) => {
    worker
      .on("message", (message: SeedMessage) => {
        if ("manifest" in message) resolve(message.manifest);
        else onProgress(message.done, message.total);
      })
      .on("error", reject)
      .on("exit", () => {
        reject(new Error("The thread that builds the city ended before the city was there"));
      });
  });
}
