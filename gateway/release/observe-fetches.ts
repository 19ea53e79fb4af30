import type { ObserveFetch } from "../upstream/create-upstream.ts";
import type { SpanExporter } from "./export-spans.ts";
import type { Metrics } from "./metrics.ts";
import { stateIn, type Readiness } from "./readiness.ts";
import { randomText } from "./random-text.ts";

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
        readiness.observe(subgraph, stateIn(answer));
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
