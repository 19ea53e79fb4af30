import { pino } from "pino";
import { Gauge } from "prom-client";
import { showCertificates } from "../host/process-metrics.ts";
import type { GatewayOptions } from "./config.ts";
import { serveEvents } from "./events/serve-events.ts";
import { serveExports } from "./export/serve-exports.ts";
import type { HttpAnswer, HttpRequest } from "./front/http.ts";
import { requestInProcess, responseInProcess } from "./front/in-process.ts";
import { listen, type Listening } from "./front/listen.ts";
import { createCallerLimiter } from "./limit/callers/caller-limiter.ts";
import { createMetrics, type Metrics } from "./release/metrics.ts";
import { watchLedger } from "./record/watch-ledger.ts";
import type { Shared } from "./supergraph/load-hub.ts";
import { collectQuality } from "./quality/collect-quality.ts";
import { followSupergraph, type FollowedSupergraph } from "./supergraph/follow-supergraph.ts";

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

/** Asks departments how their data is, where that is kept and somebody answers for the asking. */
const askForQuality = (
  { quality: store, governance }: GatewayOptions,
  { logger }: Shared,
  supergraph: FollowedSupergraph,
): (() => Promise<void>) | undefined =>
  store &&
  governance &&
  collectQuality(
    {
      departments: () => supergraph.quality()?.departments ?? [],
      ask: (department, signal) => supergraph.quality()?.ask(department, signal) ?? Promise.resolve({ data: null }),
    },
    store,
    logger,
  );

const showGrants = (governance: GatewayOptions["governance"], { registry }: Metrics): void => {
  if (governance === undefined) return;
  new Gauge({
    name: "hub_grants_up",
    help: "1 when the grants in force are known; 0 when nothing is granted for want of them.",
    registers: [registry],
    collect() {
      this.set(governance.grants() === "up" ? 1 : 0);
    },
  });
  new Gauge({
    name: "hub_grants_age_seconds",
    help: "Seconds since the hub's database last said that these grants are in force; absent before it did.",
    registers: [registry],
    collect() {
      const age = governance.grantsAge();
      if (age === undefined) this.remove();
      else this.set(age / 1_000);
    },
  });
};

/** Loads the supergraph and resolves when questions can be answered; rejects when it is missing or invalid. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const logger = options.logger ?? pino();
  const metrics = createMetrics(options.lostLines);
  showGrants(options.governance, metrics);
  showCertificates(metrics.registry, options.tls ?? {});
  const limiter = options.governance ? createCallerLimiter(options.callers ?? {}, logger) : undefined;
  const ledger = options.ledger && watchLedger(options.ledger, metrics);
  const shared: Shared = { metrics, logger, spans: await createSpans(logger), limiter, ledger };
  const supergraph = await followSupergraph(options, shared);
  const events = serveEvents(options, shared, supergraph);
  const exports = serveExports(options, shared, supergraph);
  const endQuality = askForQuality(options, shared, supergraph);
  const answering = events?.answer ?? supergraph.answer;
  const answer = (request: HttpRequest): HttpAnswer | Promise<HttpAnswer> =>
    exports?.answer(request) ?? answering(request);
  let listening: Listening | undefined;
  return {
    fetch: async (request) => responseInProcess(await answer(requestInProcess(request))),
    listen: async (address) => {
      listening = await listen({ ...address, certificates: options.tls?.server }, answer);
      return listening;
    },
    close: async () => {
      exports?.close();
      await endQuality?.();
      await events?.close();
      await listening?.close();
      await supergraph.close();
      await limiter?.close();
      await shared.spans?.close();
    },
  };
}
