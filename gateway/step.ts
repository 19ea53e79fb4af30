import type { GatewayPlugin, UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import type { Logger } from "pino";
import type { GatewayLimits } from "./config.ts";
import type { RequestContext } from "./context.ts";
import type { SpanExporter } from "./release/export-spans.ts";
import type { Metrics } from "./release/metrics.ts";
import type { Readiness } from "./release/readiness.ts";
import type { Supergraph } from "./supergraph/read-supergraph.ts";
import type { Upstream } from "./upstream/create-upstream.ts";

/** The runtime's way to have one operation answered. */
export type RuntimeExecutor = NonNullable<Awaited<ReturnType<UnifiedGraphHandler>>["executor"]>;

/** A plugin of the runtime, as the hub's steps write it. */
export type HubPlugin = GatewayPlugin<RequestContext>;

/** What one supergraph's steps share. */
export interface StepServices {
  readonly supergraph: Supergraph;
  readonly upstream: Upstream;
  readonly limits: GatewayLimits;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Where spans go; undefined when no collector is configured. */
  readonly spans: SpanExporter | undefined;
  readonly logger: Logger;
  /** Where one applies for a denied field; undefined where the gateway knows no such place. */
  readonly applyAt: string | undefined;
}

/** What a step puts into the runtime. Of several fetchers or handlers, the last one given is used. */
export interface StepParts {
  readonly plugins?: readonly HubPlugin[];
  /** Carries fetches to the subgraph of this name. */
  readonly fetcherOf?: (subgraph: string) => RuntimeExecutor;
  /** Plans and executes operations. */
  readonly unifiedGraphHandler?: UnifiedGraphHandler;
}

/**
 * One step of a request's life. Called anew for every supergraph that the gateway loads, so a step may derive
 * state from it; state that outlives a reload belongs in the closure of whoever made the step.
 */
export type Step = (services: StepServices) => StepParts;
