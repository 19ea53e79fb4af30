import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";
import type { SpanExporter } from "./export-spans.ts";
import { createMetrics } from "./metrics.ts";
import { observeFetches } from "./observe-fetches.ts";
import { startTrace } from "./trace.ts";

type Span = Parameters<SpanExporter["record"]>[0];

const [ON, OFF] = ["01", "00"].map((flags) => startTrace(`00-${"a".repeat(32)}-${"b".repeat(16)}-${flags}`)) as [
  ReturnType<typeof startTrace>,
  ReturnType<typeof startTrace>,
];

const observing = (exports = true) => {
  const spans: Span[] = [];
  const states: (readonly [string, string])[] = [];
  const metrics = createMetrics();
  const readiness = {
    observe: (subgraph: string, state: string) => states.push([subgraph, state]),
    check: () => Promise.resolve(new Map()),
  };
  const exporter = { record: (span: Span) => spans.push(span), close: () => Promise.resolve() };
  return { observe: observeFetches(metrics, readiness, exports ? exporter : undefined), metrics, spans, states };
};

test("a fetch is counted with its codes, the hub's by name and a subgraph's own by none, and shows its subgraph's state", async () => {
  const before = performance.now();
  const { observe, metrics, states } = observing();
  observe("housing", ON).done({ data: {} });
  observe("housing", ON).done({
    errors: [
      hubError("HUB_SUBGRAPH_TIMEOUT", { subgraph: "housing", milliseconds: 1 }),
      new GraphQLError("王小明", { extensions: { code: "王小明" } }),
      new GraphQLError("no code"),
    ],
  });
  const { values } = await metrics.fetchErrors.get();
  expect(values.map(({ labels, value }) => [labels.subgraph, labels.code, value])).toEqual([
    ["housing", "HUB_SUBGRAPH_TIMEOUT", 1],
    ["housing", "SUBGRAPH", 2],
  ]);
  const seconds = (await metrics.fetchSeconds.get()).values;
  const count = seconds.find(({ metricName }) => metricName === "hub_subgraph_fetch_duration_seconds_count");
  const sum = seconds.find(({ metricName }) => metricName === "hub_subgraph_fetch_duration_seconds_sum");
  expect(count).toMatchObject({ labels: { subgraph: "housing" }, value: 2 });
  expect(sum?.value).toBeGreaterThanOrEqual(0);
  expect(sum?.value).toBeLessThan((performance.now() - before) / 500);
  expect(states).toEqual([
    ["housing", "up"],
    ["housing", "down"],
  ]);
});

test("a fetch of a sampled request is a span below the request's, by whose name the subgraph is asked", () => {
  const { observe, spans } = observing();
  const [before, began] = [Date.now(), performance.now()];
  for (const answer of [{ data: {} }, { errors: [new GraphQLError("no")] }]) {
    const { traceparent, done } = observe("housing", ON);
    done(answer);
    const span = spans.at(-1);
    expect(traceparent).toBe(`00-${ON.traceId}-${span?.spanId ?? ""}-01`);
    expect(span?.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(span).toMatchObject({ name: "fetch housing", traceId: ON.traceId, parentSpanId: ON.spanId, kind: 3 });
    expect(span?.attributes).toEqual({ "hub.subgraph": "housing" });
    expect(span?.end).toBeGreaterThanOrEqual(before);
    expect(span?.end).toBeLessThanOrEqual(Date.now());
    expect((span?.end ?? 0) - (span?.start ?? 0)).toBeGreaterThanOrEqual(0);
    // Milliseconds since 1970 with fractions are exact to a quarter of a microsecond.
    expect((span?.end ?? 0) - (span?.start ?? 0)).toBeLessThan(performance.now() - began + 0.01);
  }
  expect(spans.map(({ failed }) => failed)).toEqual([false, true]);
});

test.each([
  ["a request that is not sampled", true, OFF],
  ["a gateway that exports none", false, ON],
])("%s makes no span, and its trace goes on as it is", (_, exports, trace) => {
  const { observe, spans, states } = observing(exports);
  const { traceparent, done } = observe("housing", trace);
  expect(traceparent).toBe(trace.traceparent);
  done({ data: {} });
  expect([spans, states]).toEqual([[], [["housing", "up"]]]);
});
