import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { tellRequest } from "./tell-request.ts";

const OK: Answer = { data: Buffer.from("{}"), errors: [] };
const failing = (code: string, status: number, data?: object): Answer => ({
  ...(data === undefined ? {} : { data: data as never }),
  errors: [new GraphQLError("", { extensions: { code, http: { status } } })],
});
const REFUSED = failing("HUB_NO_GRANT", 403);
const FAILED = failing("HUB_NOT_READY", 503);
const PARTIAL = failing("HUB_FIELD_DENIED", 500, {});

/** Everything that is told of a request with these operations and their answers; more than one is a batch. */
const toldOf = (answers: readonly Answer[], trace: { sampled?: boolean; linked?: object } = {}) => {
  const rejections: unknown[] = [];
  const seconds: { outcome: string }[] = [];
  const logs: (readonly [string, Record<string, unknown>])[] = [];
  const spans: Record<string, unknown>[] = [];
  const log = (level: string) => (line: Record<string, unknown>) => logs.push([level, line]);
  const exchange = {
    started: performance.now() - 5,
    trace: { traceId: "t", spanId: "s", sampled: true, linked: undefined, ...trace },
    hub: {
      metrics: {
        requestSeconds: { observe: (labels: { outcome: string }) => seconds.push(labels) },
        rejections: { inc: (labels: unknown) => rejections.push(labels) },
      },
      logger: { info: log("info"), error: log("error") },
      spans: { record: (span: Record<string, unknown>) => spans.push(span) },
    },
    sent: { operationName: "Q0" },
    operation: { hash: "h0" },
    refusedBy: answers[0] === REFUSED ? "grant" : undefined,
  };
  const forks = answers.map((answer, nth) => ({
    ...exchange,
    sent: { operationName: `Q${nth}` },
    operation: { hash: `h${nth}` },
    refusedBy: answer === REFUSED ? "grant" : undefined,
  }));
  const answer = answers.length === 1 ? answers[0] : { errors: [], parts: answers };
  tellRequest({ ...exchange, forks } as unknown as Exchange, answer as Answer, 200);
  const [level, line] = logs[0] ?? ["nothing", {}];
  return { rejections, seconds, level, line, spans };
};

test.each<[string, readonly Answer[], string, string]>([
  ["one that is answered", [OK], "ok", "info"],
  ["one with a denied field", [PARTIAL], "partial", "info"],
  ["one that is refused", [REFUSED], "refused", "info"],
  ["one that failed", [FAILED], "failed", "error"],
  ["a batch of answered ones", [OK, OK], "ok", "info"],
  ["a batch with one denied field", [OK, PARTIAL], "partial", "info"],
  ["a batch of which one is refused", [OK, PARTIAL, REFUSED], "refused", "info"],
  ["a batch of which one failed", [REFUSED, FAILED, OK], "failed", "error"],
])("%s: measured, logged and traced by the worst of its operations", (_, answers, result, level) => {
  const told = toldOf(answers);
  expect([told.seconds, told.level, told.line["result"]]).toEqual([[{ outcome: result }], level, result]);
  expect(told.spans).toMatchObject([{ name: "Q0", failed: result === "failed", kind: 2 }]);
});

test("each refusal is counted by its code, and an operation is told by name, hash, codes and the step that ended it", () => {
  const { rejections, line, spans } = toldOf([OK, REFUSED, PARTIAL]);
  expect(rejections).toEqual([{ code: "HUB_NO_GRANT" }]);
  expect(line["operations"]).toEqual([
    { name: "Q0", hash: "h0" },
    { name: "Q1", hash: "h1", codes: ["HUB_NO_GRANT"], step: "grant" },
    { name: "Q2", hash: "h2", codes: ["HUB_FIELD_DENIED"] },
  ]);
  expect(spans).toMatchObject([{ attributes: { "graphql.document.hash": "h0" } }]);
});

test("a span has the request's length and links to the caller's; one that the caller does not want is not made", () => {
  const began = performance.now();
  const [span] = toldOf([OK], { linked: { traceId: "theirs", spanId: "x" } }).spans;
  expect(Number(span?.["end"]) - Number(span?.["start"])).toBeGreaterThanOrEqual(5);
  expect(Number(span?.["end"]) - Number(span?.["start"])).toBeLessThan(performance.now() - began + 6);
  expect(span?.["links"]).toEqual([{ traceId: "theirs", spanId: "x" }]);
  expect(toldOf([OK]).spans[0]).not.toHaveProperty("links");
  expect(toldOf([OK], { sampled: false }).spans).toEqual([]);
  expect(toldOf([OK], { sampled: false }).line).toMatchObject({ trace: "t", status: 200 });
});
