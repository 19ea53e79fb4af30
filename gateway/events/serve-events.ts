import { Counter } from "prom-client";
import { defaultLimits, type GatewayOptions } from "../config.ts";
import type { HttpAnswer, HttpRequest } from "../front/http.ts";
import type { FollowedSupergraph } from "../supergraph/follow-supergraph.ts";
import type { Shared } from "../supergraph/load-hub.ts";
import type { AskAtEvent } from "./ask-at-event.ts";
import { collectEvents } from "./collect-events.ts";
import { hubError } from "../errors.ts";
import { openStreams } from "./open-streams.ts";
import { defaultStreamLimits } from "./stream-limits.ts";
import { takesStream } from "./subscribe-request.ts";

/** The events of a gateway. */
export interface ServedEvents {
  readonly answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
  /** Ends the streams and the collecting; what they ask is over then. The store stays open. */
  readonly close: () => Promise<void>;
}

/** In place of a supergraph without events: a reload may have taken them away. */
const NONE: AskAtEvent = {
  open: () => Promise.resolve({ kind: "refused", answer: { errors: [hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {})] } }),
  tell: () => Promise.resolve({ kind: "over", answer: { errors: [hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {})] } }),
  stays: () => Promise.resolve({ kind: "over", answer: { errors: [hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {})] } }),
};

const NO_DEPARTMENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/** Collects the departments' events and serves streams of them; undefined for a gateway that has no place for events, or nobody to ask for grants. */
export function serveEvents(
  { events: store, governance, limits, streams: bounds }: GatewayOptions,
  { logger, metrics }: Shared,
  supergraph: FollowedSupergraph,
): ServedEvents | undefined {
  if (store === undefined || governance === undefined) return undefined;
  const streams = openStreams({
    store,
    ask: () => supergraph.events()?.ask ?? NONE,
    authenticator: governance.authenticator,
    servesOrigin: governance.servesOrigin,
    demandsRegistered: governance.demandsRegistered,
    requests: { ...defaultLimits, ...limits },
    limits: { ...defaultStreamLimits, ...bounds },
    registry: metrics.registry,
    logger,
  });
  const unserved = new Counter({
    name: "hub_events_unserved_total",
    help: "Events that departments told of and no subscriber can hear of: their kind is unknown to the supergraph, or another department's.",
    labelNames: ["reason"] as const,
    registers: [metrics.registry],
  });
  const stop = collectEvents({
    store,
    departments: () => supergraph.events()?.departments ?? NO_DEPARTMENTS,
    collect: (department, kept, signal) =>
      supergraph.events()?.collect(department, kept, signal) ?? Promise.resolve({ data: null }),
    logger,
    onUnserved: (reason, events) => {
      unserved.inc({ reason }, events);
    },
  });
  return {
    answer: (request) =>
      takesStream(request) ? streams.answer(request, supergraph.answer) : supergraph.answer(request),
    close: async () => {
      await Promise.all([streams.close(), stop()]);
    },
  };
}
