import { parse } from "graphql";
import type { Logger } from "pino";
import { defaultBounds, defaultLimits, type GatewayOptions } from "../config.ts";
import type { RequestContext } from "../context.ts";
import type { CallerLimiter } from "../limit/callers/caller-limiter.ts";
import { pipeline } from "../pipeline.ts";
import { PLAYGROUND_FORM } from "../decide/apply-link.ts";
import { createOwnExecutor } from "../decide/own-executor.ts";
import type { SpanExporter } from "../release/export-spans.ts";
import type { Metrics } from "../release/metrics.ts";
import { hasAnswered, observeFetches } from "../release/observe-fetches.ts";
import { createReadiness, type Probe } from "../release/readiness.ts";
import { startTrace } from "../release/trace.ts";
import type { WatchedLedger } from "../record/watch-ledger.ts";
import type { StepServices } from "../step.ts";
import { createUpstream, type Upstream } from "../upstream/create-upstream.ts";
import { OWN_GRAPH, servedSupergraph } from "./add-own-graph.ts";
import { createGeneration, type Generation } from "./generation.ts";
import { readSupergraph } from "./read-supergraph.ts";

/** What all generations of one gateway share. */
export interface Shared {
  readonly metrics: Metrics;
  readonly spans: SpanExporter | undefined;
  readonly logger: Logger;
  /** undefined without governance. */
  readonly limiter: CallerLimiter | undefined;
  /** undefined where nothing is recorded. */
  readonly ledger: WatchedLedger | undefined;
}

const PROBE_TIMEOUT = 2_000;
const probeQuery = "{ __typename }";

/** Asks a subgraph for the least there is; without an envelope it may well answer with an error, which will do. */
const probeWith =
  (upstream: () => Upstream): Probe =>
  async (subgraph) => {
    const context = { trace: startTrace(undefined), started: performance.now() } as RequestContext;
    const body = JSON.stringify({ query: probeQuery });
    const answer = upstream().post({ subgraph, document: parse(probeQuery), body, context, probe: true });
    const late = new Promise<false>((resolve) => setTimeout(resolve, PROBE_TIMEOUT, false).unref());
    return Promise.race([answer.then(hasAnswered), late]);
  };

/** The way to subgraphs, and to the hub's own graph, which is answered in this process: no envelope, no department. */
const withOwnGraph = (upstream: Upstream, answer: ReturnType<typeof createOwnExecutor>): Upstream => ({
  ...upstream,
  post: (fetch) => (fetch.subgraph === OWN_GRAPH ? answer(fetch) : upstream.post(fetch)),
});

/** Makes what serves one supergraph; rejects, with everything released, when it is invalid. */
export const loadSupergraph = async (sdl: string, options: GatewayOptions, shared: Shared): Promise<Generation> => {
  const composed = readSupergraph(sdl);
  const supergraph =
    options.governance === undefined
      ? composed
      : servedSupergraph(composed, (names) => {
          shared.logger.warn({ names }, "The supergraph has names of the hub's own: whyDenied is not served.");
        });
  const overrides = new Map(Object.entries(options.upstream ?? {}));
  const urls = new Map([...supergraph.subgraphs].map(([name, url]) => [name, overrides.get(name) ?? url]));
  const readiness = createReadiness(
    [...urls.keys()],
    probeWith(() => upstream),
  );
  const departments = createUpstream({
    urls,
    bounds: { ...defaultBounds, ...options.bounds },
    attach: options.attach ?? options.governance?.attach,
    observe: observeFetches(shared.metrics, readiness, shared.spans),
  });
  const limits = { ...defaultLimits, ...options.limits };
  const isAdded = supergraph.own.size > 0;
  const upstream: Upstream = isAdded
    ? withOwnGraph(departments, createOwnExecutor(shared.limiter, Math.max(1, limits.batch)))
    : departments;
  const applyAt = options.apply ?? (options.playground === undefined ? undefined : PLAYGROUND_FORM);
  const services: StepServices = { supergraph, upstream, limits, readiness, applyAt, ...shared };
  return createGeneration({
    steps: [...(options.steps ?? []), ...pipeline({ governance: options.governance, ...shared })],
    services,
    playground: options.playground,
    unifiedGraphHandler: options.unifiedGraphHandler?.(services),
  });
};
