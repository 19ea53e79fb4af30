import { contextOf, type OperationOutcome, type RequestContext } from "../context.ts";
import { forgetObservation } from "../execute/observations.ts";
import type { AskedOperation } from "../front/parse-request.ts";
import type { HubPlugin, StepServices } from "../step.ts";
import { outcomeOf } from "./outcome.ts";

type Recorders = Pick<StepServices, "metrics" | "logger" | "spans">;

const worst = (outcomes: readonly OperationOutcome[], status: number): OperationOutcome["result"] => {
  const order = ["failed", "refused", "partial", "ok"] as const;
  const found = order.find((result) => outcomes.some((outcome) => outcome.result === result));
  return found ?? (status >= 500 ? "failed" : status >= 400 ? "refused" : "ok");
};

const spanOf = ({ trace }: RequestContext, outcomes: readonly OperationOutcome[], milliseconds: number) => {
  const end = Date.now();
  const [first] = outcomes;
  return {
    name: first?.operationName ?? "graphql",
    traceId: trace.traceId,
    spanId: trace.spanId,
    parentSpanId: trace.parentSpanId,
    kind: 2,
    start: end - milliseconds,
    end,
    attributes: first?.operationHash === undefined ? {} : { "graphql.document.hash": first.operationHash },
    failed: outcomes.some(({ result }) => result === "failed"),
  } as const;
};

/** One request's trace in metrics, log and spans. Neither variables nor data are ever among them. */
const record = (context: RequestContext, status: number, { metrics, logger, spans }: Recorders): void => {
  const { trace, outcomes, started } = context;
  const milliseconds = performance.now() - started;
  const result = worst(outcomes, status);
  metrics.requestSeconds.observe({ outcome: result }, milliseconds / 1_000);
  for (const outcome of outcomes) {
    if (outcome.result !== "refused") continue;
    for (const code of outcome.codes) metrics.rejections.inc({ code });
  }
  if (trace.sampled) spans?.record(spanOf(context, outcomes, milliseconds));
  const level = result === "failed" ? "error" : "info";
  const operations = outcomes.map(({ operationName, operationHash, codes }) => ({
    ...(operationName === undefined ? {} : { name: operationName }),
    ...(operationHash === undefined ? {} : { hash: operationHash }),
    ...(codes.length === 0 ? {} : { codes }),
  }));
  logger[level](
    { trace: trace.traceId, status, ms: Math.round(milliseconds * 10) / 10, result, operations },
    "answered",
  );
};

/** Records every GraphQL request when its answer leaves, and names the trace in the answer's `traceparent` header. */
export const recordRequest = (recorders: Recorders): HubPlugin => ({
  onExecutionResult: ({ result, context }) => {
    if (!result || Symbol.asyncIterator in result) return;
    const { outcomes } = contextOf(context);
    // Counted and recorded by the steps before: a weak map would keep it until the next full collection.
    forgetObservation(context);
    outcomes.push(outcomeOf((context as { params?: AskedOperation }).params, result));
  },
  onResultProcess: ({ result, serverContext }) => {
    const { outcomes } = contextOf(serverContext);
    // Refused before there was an operation.
    if (outcomes.length === 0 && "errors" in result) outcomes.push(outcomeOf(undefined, result));
  },
  onResponse: ({ request, response, serverContext }) => {
    const context = contextOf(serverContext);
    response.headers.set("traceparent", context.trace.traceparent);
    if (request.method === "POST" || context.outcomes.length > 0) record(context, response.status, recorders);
  },
});
