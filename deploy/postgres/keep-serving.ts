import { setTimeout as sleep } from "node:timers/promises";
import type { Serving } from "./server-process.ts";

/** The bounds within which a server that ended is started again. */
export interface Healing {
  /** Starts again within the window, at most; one more end is final. */
  readonly restarts: number;
  /** Milliseconds. */
  readonly window: number;
  /** Milliseconds for one start again: the backends of a killed server leave first, which keeps a new one from starting. */
  readonly patience: number;
  /** Told of every end and every start again. */
  readonly tell?: (what: string) => void;
}

/** A server that is started again when it ends. */
export interface Kept {
  /** Resolves with the reason when it is started again no more; never when it was stopped. */
  readonly gone: Promise<Error>;
  readonly stop: () => Promise<void>;
}

const PAUSE = 100;

/** Starts anew until it succeeds. @throws the last complaint once `patience` is over */
async function startAgain(start: () => Promise<Serving>, patience: number, stopped: AbortSignal): Promise<Serving> {
  const until = Date.now() + patience;
  for (;;) {
    await sleep(PAUSE, undefined, { signal: stopped });
    try {
      return await start();
    } catch (error) {
      if (Date.now() >= until) throw error;
    }
  }
}

/**
 * Keeps a server serving: one that ends, for whatever reason but `stop`, is started again, a few times within a window.
 * It signals nothing but the servers that `start` gave it.
 * @param first the server that runs now
 * @param start starts another over the same data, on the same port
 */
export function keepServing(first: Serving, start: () => Promise<Serving>, healing: Healing): Kept {
  const stopping = new AbortController();
  let serving = first;
  const ends: number[] = [];
  const watch = async (): Promise<Error> => {
    for (;;) {
      await serving.ended;
      stopping.signal.throwIfAborted();
      ends.push(performance.now());
      const lately = ends.filter((end) => end > performance.now() - healing.window).length;
      if (lately > healing.restarts) return new Error(`${lately} ends within ${healing.window / 60_000} minutes`);
      healing.tell?.("PostgreSQL ended; it is started again.");
      serving = await startAgain(start, healing.patience, stopping.signal);
      // A start that was under way when it was to stop has its server only now.
      if (stopping.signal.aborted) await serving.stop();
      else healing.tell?.("PostgreSQL serves again.");
    }
  };
  const watching = watch().catch((cause: unknown) => new Error("it does not start again", { cause }));
  return {
    gone: new Promise((resolve) => {
      void watching.then((reason) => {
        if (!stopping.signal.aborted) resolve(reason);
      });
    }),
    async stop() {
      stopping.abort();
      await serving.stop();
      await watching;
    },
  };
}
