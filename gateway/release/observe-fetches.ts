import type { SubgraphAnswer } from "../upstream/parse-answer.ts";
import type { ObserveFetch } from "../upstream/create-upstream.ts";
import type { SpanExporter } from "./export-spans.ts";
import type { Metrics } from "./metrics.ts";
import type { Readiness } from "./readiness.ts";
import { randomText } from "./random-text.ts";

const silent = new Set<unknown>([
  "HUB_SUBGRAPH_UNAVAILABLE",
  "HUB_SUBGRAPH_TIMEOUT",
  "HUB_SUBGRAPH_INVALID_ANSWER",
  "HUB_SEAL_KEY",
  "HUB_SEAL_CLOCK",
  "HUB_ANSWER_UNSEALED",
]);

/** True when the subgraph answered at all, be it with errors of its own. */
export function hasAnswered({ errors }: SubgraphAnswer): boolean {
  return !errors?.some(({ extensions }) => silent.has(extensions["code"]));
}

/** Records every fetch in metrics and readiness, and as a span of its own when spans are exported. */
export function observeFetches(metrics: Metrics, readiness: Readiness, spans: SpanExporter | undefined): ObserveFetch {
  return (subgraph, trace) => {
    const start = performance.now();
    const spanId = spans && trace.sampled ? randomText(8, "hex") : undefined;
    return {
      traceparent: spanId === undefined ? trace.traceparent : `00-${trace.traceId}-${spanId}-01`,
      done: (answer) => {
        const milliseconds = performance.now() - start;
        metrics.fetchSeconds.observe({ subgraph }, milliseconds / 1_000);
        for (const { extensions } of answer.errors ?? []) {
          const code = typeof extensions["code"] === "string" ? extensions["code"] : "UNKNOWN";
          // A subgraph's own codes are free text: only the hub's become label values.
          metrics.fetchErrors.inc({ subgraph, code: code.startsWith("HUB_") ? code : "SUBGRAPH" });
        }
        readiness.observe(subgraph, hasAnswered(answer));
        if (spanId === undefined) return;
        const end = Date.now();
        spans?.record({
          name: `fetch ${subgraph}`,
          traceId: trace.traceId,
          spanId,
          parentSpanId: trace.spanId,
          kind: 3,
          start: end - milliseconds,
          end,
          attributes: { "hub.subgraph": subgraph },
          failed: answer.errors !== undefined,
        });
      },
    };
  };
}
