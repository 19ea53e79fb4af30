import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { GatewayOptions } from "../config.ts";
import type { HttpAnswer, HttpRequest } from "../front/http.ts";
import type { Generation } from "./generation.ts";
import type { Shared } from "./load-hub.ts";
import { loadSupergraph } from "./load-supergraph.ts";

/** Milliseconds between two looks at the file. Looking works where events do not: network mounts, mounted volumes. */
const INTERVAL = 200;

/** Milliseconds that a replaced supergraph's requests may take to finish, unless told otherwise. */
const DRAIN_TIMEOUT = 30_000;

/**
 * Calls `changed` with the file's text whenever it differs from the last one, one call at a time.
 * A file that is missing or unreadable at the moment is looked at again; `changed` MUST NOT reject.
 */
const watchText = (path: string, initial: string, changed: (sdl: string) => Promise<void>): (() => void) => {
  let last = initial;
  let work = Promise.resolve();
  const look = async (): Promise<void> => {
    const sdl = await readFile(path, "utf8").catch(() => undefined);
    if (sdl === undefined || sdl === last) return;
    last = sdl;
    await changed(sdl);
  };
  const listener = (): void => {
    work = work.then(look);
  };
  watchFile(path, { interval: INTERVAL, persistent: false }, listener);
  return () => {
    unwatchFile(path, listener);
  };
};

/** The supergraph that is served now. */
export interface FollowedSupergraph {
  /** Never rejects. */
  readonly answer: Generation["answer"];
  /** Of the one that is served now; undefined where no events are served. */
  readonly events: () => Generation["events"];
  /** Of the one that is served now; undefined without governance. */
  readonly exports: () => Generation["exports"];
  /** Of the one that is served now; undefined without governance. */
  readonly quality: () => Generation["quality"];
  /** Stops looking at the file; resolves once the last request is over, or its time is. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a supergraph and, where it is a file, whatever valid text the file holds later: new requests go to the new one, those
 * under way end on the one where they began. Rejects when the first text is missing or invalid; a later one that is changes nothing.
 */
export async function followSupergraph(options: GatewayOptions, shared: Shared): Promise<FollowedSupergraph> {
  const { supergraph, drainTimeout = DRAIN_TIMEOUT } = options;
  const { metrics, logger } = shared;
  const path = typeof supergraph === "string" ? supergraph : undefined;
  const sdl = typeof supergraph === "string" ? await readFile(supergraph, "utf8") : supergraph.sdl;
  let current = await loadSupergraph(sdl, options, shared);
  const retiring = new Set<Promise<void>>();
  const retire = (generation: Generation): void => {
    const retired = generation.retire(drainTimeout).finally(() => retiring.delete(retired));
    retiring.add(retired);
  };
  const reload = async (changed: string): Promise<void> => {
    try {
      const next = await loadSupergraph(changed, options, shared);
      retire(current);
      current = next;
      metrics.reloads.inc({ result: "loaded" });
      logger.info("The supergraph was reloaded.");
    } catch (error) {
      metrics.reloads.inc({ result: "invalid" });
      const { message: reason } = error as Error;
      logger.error({ reason }, "The supergraph's new version is invalid: the last good one stays.");
    }
  };
  const unwatch = path === undefined ? undefined : watchText(path, sdl, reload);
  return {
    answer: (request: HttpRequest): HttpAnswer | Promise<HttpAnswer> => current.answer(request),
    events: () => current.events,
    exports: () => current.exports,
    quality: () => current.quality,
    close: async () => {
      unwatch?.();
      retire(current);
      await Promise.all(retiring);
    },
  };
}
