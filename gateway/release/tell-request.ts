import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { type OperationOutcome, outcomeOf } from "./outcome.ts";

const worst = (outcomes: readonly OperationOutcome[]): OperationOutcome["result"] => {
  const order = ["failed", "refused", "partial"] as const;
  return order.find((result) => outcomes.some((outcome) => outcome.result === result)) ?? "ok";
};

const spanOf = ({ trace }: Exchange, outcomes: readonly OperationOutcome[], milliseconds: number) => {
  const end = Date.now();
  const [first] = outcomes;
  return {
    name: first?.operationName ?? "graphql",
    traceId: trace.traceId,
    spanId: trace.spanId,
    ...(trace.linked === undefined ? {} : { links: [trace.linked] }),
    kind: 2,
    start: end - milliseconds,
    end,
    attributes: first?.operationHash === undefined ? {} : { "graphql.document.hash": first.operationHash },
    failed: outcomes.some(({ result }) => result === "failed"),
  } as const;
};

/**
 * Tells metrics, log and spans of one answered request, batches as one. Neither variables nor data are ever among what is told;
 * an operation that was ended names the step that did it.
 */
export function tellRequest(exchange: Exchange, answer: Answer, status: number): void {
  const { trace, started, forks, hub } = exchange;
  const { metrics, logger, spans } = hub;
  const milliseconds = performance.now() - started;
  const exchanges = answer.parts === undefined ? [exchange] : (forks ?? []);
  const answers = answer.parts ?? [answer];
  const outcomes = exchanges.map((each, at) => outcomeOf(each, answers[at] ?? answer));
  const result = worst(outcomes);
  metrics.requestSeconds.observe({ outcome: result }, milliseconds / 1_000);
  for (const outcome of outcomes) {
    if (outcome.result !== "refused") continue;
    for (const code of outcome.codes) metrics.rejections.inc({ code });
  }
  if (trace.sampled) spans?.record(spanOf(exchange, outcomes, milliseconds));
  const operations = outcomes.map(({ operationName, operationHash, codes, step }) => ({
    ...(operationName === undefined ? {} : { name: operationName }),
    ...(operationHash === undefined ? {} : { hash: operationHash }),
    ...(codes.length === 0 ? {} : { codes }),
    ...(step === undefined ? {} : { step }),
  }));
  logger[result === "failed" ? "error" : "info"](
    { trace: trace.traceId, status, ms: Math.round(milliseconds * 10) / 10, result, operations },
    "answered",
  );
}
