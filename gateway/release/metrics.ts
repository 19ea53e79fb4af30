import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { collectProcessMetrics } from "../../host/process-metrics.ts";

/** The gateway's metrics, in one registry of their own. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<"outcome">;
  readonly fetchSeconds: Histogram<"subgraph">;
  readonly fetchErrors: Counter<"subgraph" | "code">;
  readonly subgraphs: Gauge<"subgraph" | "state">;
  readonly rejections: Counter<"code">;
  readonly reloads: Counter<"result">;
  readonly documents: Counter;
}

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Fresh metrics: two gateways in one process share nothing. Labels hold names from the schema and codes, never data. */
export function createMetrics(lostLines: () => number = () => 0): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectProcessMetrics(registry, lostLines);
  return {
    registry,
    requestSeconds: new Histogram({
      name: "hub_request_duration_seconds",
      help: "Time from a request's arrival to its answer, by outcome (ok, partial, refused, failed).",
      labelNames: ["outcome"],
      buckets,
      registers,
    }),
    fetchSeconds: new Histogram({
      name: "hub_subgraph_fetch_duration_seconds",
      help: "Time of one fetch from a subgraph.",
      labelNames: ["subgraph"],
      buckets,
      registers,
    }),
    fetchErrors: new Counter({
      name: "hub_subgraph_errors_total",
      help: "Fetches that came back with an error, by the error's code.",
      labelNames: ["subgraph", "code"],
      registers,
    }),
    subgraphs: new Gauge({
      name: "hub_subgraph_state",
      help: "1 for the state that each subgraph is in (up, down, clock, key, refused, certificate).",
      labelNames: ["subgraph", "state"],
      registers,
    }),
    rejections: new Counter({
      name: "hub_rejections_total",
      help: "Requests refused before execution, by code.",
      labelNames: ["code"],
      registers,
    }),
    documents: new Counter({
      name: "hub_documents_parsed_total",
      help: "Operations that were parsed: new texts, and registered operations at their first use.",
      registers,
    }),
    reloads: new Counter({
      name: "hub_supergraph_reloads_total",
      help: "Supergraphs loaded, by result (loaded, invalid).",
      labelNames: ["result"],
      registers,
    }),
  };
}
