import { setTimeout as pause } from "node:timers/promises";
import type { HubWatch } from "../subgraph.ts";

/** Milliseconds between two looks for what has changed. */
const EVERY = 60_000;

/**
 * Looks again and again. A look that fails is told of and begun anew at the next turn; nothing else of the department depends on it.
 * @returns what ends it, after the page that is under way
 */
export function keepWatching(
  look: (signal: AbortSignal) => Promise<void>,
  { told, every = EVERY }: Pick<HubWatch, "told" | "every">,
): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const watching = (async () => {
    while (!signal.aborted) {
      await look(signal).catch((error: unknown) => {
        if (!signal.aborted) told({ failed: error instanceof Error ? error.message : "a look failed" });
      });
      await pause(every, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return async () => {
    ending.abort();
    await watching;
  };
}
