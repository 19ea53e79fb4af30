import { readFile } from "node:fs/promises";
import { pino } from "pino";
import type { GatewayOptions } from "./config.ts";
import { requestInProcess, responseInProcess } from "./front/in-process.ts";
import { listen, type Listening } from "./front/listen.ts";
import { createCallerLimiter } from "./limit/callers/caller-limiter.ts";
import { createMetrics } from "./release/metrics.ts";
import { watchLedger } from "./record/watch-ledger.ts";
import type { Generation } from "./supergraph/generation.ts";
import type { Shared } from "./supergraph/load-hub.ts";
import { loadSupergraph } from "./supergraph/load-supergraph.ts";
import { watchSupergraph } from "./supergraph/watch-supergraph.ts";

/** A running gateway. */
export interface Gateway {
  /** Answers one request in process: no port, no network on the caller's side. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Port 0 takes a free one. Rejects with the system's error when the port is taken. MUST be called at most once. */
  readonly listen: (address: {
    readonly port: number;
    readonly host?: string;
  }) => Promise<{ readonly url: string; readonly port: number }>;
  /** Stops listening, lets requests finish (bounded by `drainTimeout`), releases everything. */
  readonly close: () => Promise<void>;
}

/** The exporter is not even loaded unless a collector is configured. */
const createSpans = async (logger: Shared["logger"]): Promise<Shared["spans"]> => {
  const endpoint = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  if (!endpoint) return undefined;
  const { exportSpans } = await import("./release/export-spans.ts");
  return exportSpans(endpoint, process.env, logger);
};

/** Loads the supergraph and resolves when questions can be answered; rejects when it is missing or invalid. */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const logger = options.logger ?? pino();
  const drainTimeout = options.drainTimeout ?? 30_000;
  const metrics = createMetrics();
  const limiter = options.governance ? createCallerLimiter(options.callers ?? {}, logger) : undefined;
  const ledger = options.ledger && watchLedger(options.ledger, metrics);
  const shared: Shared = { metrics, logger, spans: await createSpans(logger), limiter, ledger };
  const path = typeof options.supergraph === "string" ? options.supergraph : undefined;
  const sdl =
    typeof options.supergraph === "string" ? await readFile(options.supergraph, "utf8") : options.supergraph.sdl;
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
      logger.error(
        { reason: (error as Error).message },
        "The supergraph's new version is invalid: the last good one stays.",
      );
    }
  };
  const unwatch = path === undefined ? undefined : watchSupergraph(path, sdl, reload);
  let listening: Listening | undefined;

  return {
    fetch: async (request) => responseInProcess(await current.answer(requestInProcess(request))),
    listen: async (address) => {
      listening = await listen(address, (request) => current.answer(request));
      return listening;
    },
    close: async () => {
      unwatch?.();
      await listening?.close();
      retire(current);
      await Promise.all(retiring);
      await limiter?.close();
      await shared.spans?.close();
    },
  };
};
