import { expect, test } from "@jest/globals";
import { GraphQLError, parse } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange, Question } from "../exchange.ts";
import type { Charge } from "../limit/callers/caller-limiter.ts";
import { answerOwnGraph } from "./own-graph.ts";

/** What the pipeline makes of an operation that is asked about, and what one operation more of the rate costs. */
interface Asking {
  readonly pipeline?: (exchange: Exchange) => Answer | Promise<Answer>;
  readonly charge?: () => Charge | Promise<Charge>;
  readonly batch?: number;
  readonly known?: Partial<Exchange>;
}

const ask = async (
  query: string,
  { pipeline = () => ({ errors: [] }), charge, batch = 2, known = {} }: Asking,
  variables: Readonly<Record<string, unknown>> = {},
) => {
  const hub = {
    why: pipeline,
    read: pipeline,
    limits: { batch },
    limiter: charge && { chargeRate: charge, clock: () => 1_000_000 },
  };
  const questions: Question[] = [];
  const asking = {
    hub,
    questions,
    caller: { app: "an-app" },
    question: (sent: object, purpose: string) => ({ hub, sent, purpose, ...known }),
  } as unknown as Exchange;
  const { data, errors = [] } = await answerOwnGraph(asking, {
    document: parse(query),
    body: JSON.stringify({ query, variables }),
  });
  const told = errors.map(({ message, extensions }): Readonly<Record<string, unknown>> => ({ message, ...extensions }));
  return { data, errors: told, asked: questions.map(({ exchange }) => exchange) };
};

const WHY = 'whyDenied(operation: "{ a }", purpose: "TEST")';
const NEEDED = 'neededCoordinates(operation: "{ a }")';

test("all mistakes of the operation asked about are told as one error, which has no say in the answer's status", async () => {
  const mistake = (message: string, code: string): GraphQLError =>
    new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
  const one = mistake("No field b.", "FIRST");
  const told = async (query: string, ...errors: readonly GraphQLError[]) =>
    ask(`{ ${query} }`, { pipeline: () => ({ errors }), known: { decided: {} as never } });
  for (const query of [WHY, NEEDED]) {
    expect((await told(query, one)).errors).toEqual([{ message: "No field b.", code: "FIRST" }]);
    expect((await told(query, one, mistake("No field c.", "SECOND"))).errors).toEqual([
      { message: "No field b. No field c.", code: "FIRST" },
    ]);
  }
  const { data, asked } = await told(WHY, one);
  expect(data).toEqual({ whyDenied: null });
  // What was decided before the mistake is no decision that a record may tell.
  expect(asked).toMatchObject([{ purpose: "TEST", decided: undefined }]);
});

test.each([
  ["nothing was decided", WHY, {}],
  ["nothing was read", NEEDED, { hub: { governance: { policy: { needs: () => ["A.b"] } } } as never }],
  ["nothing is governed", NEEDED, { operation: {} as never }],
])("where %s, nothing is explained", async (_, query, known) => {
  const { data, errors } = await ask(`{ answer: ${query} }`, { known });
  expect([data, errors]).toEqual([{ answer: null }, [expect.objectContaining({ code: "HUB_NOT_READY" })]]);
  expect(errors[0]).not.toHaveProperty("http");
});

test("of an answer that fails, nothing is told but that the hub failed", async () => {
  const pipeline = (): never => {
    throw new TypeError("secret");
  };
  const { errors } = await ask(`{ ${WHY} }`, { pipeline });
  expect(errors).toMatchObject([{ code: "HUB_INTERNAL" }]);
  expect(JSON.stringify(errors)).not.toContain("secret");
});

test.each([
  [undefined, {}],
  [null, {}],
  [{ first: 1 }, { first: 1 }],
])("the variables of the operation asked about: %j", async (variables, sent) => {
  const { errors, asked } = await ask(
    `query ($variables: HubVariables) { whyDenied(operation: "{ a }", purpose: "TEST", variables: $variables) { grant } }`,
    {},
    { variables },
  );
  expect(errors).toMatchObject([{ code: "HUB_NOT_READY" }]);
  expect(asked[0]?.sent).toEqual({ query: "{ a }", operationName: null, variables: sent });
});

test.each([[[]], ["first"], [1]])("variables that are no object are the caller's mistake: %j", async (variables) => {
  const { errors } = await ask(
    `query ($variables: HubVariables) { whyDenied(operation: "{ a }", purpose: "TEST", variables: $variables) { grant } }`,
    {},
    { variables },
  );
  expect(errors).toMatchObject([{ code: "HUB_INVALID_VARIABLE" }]);
});

test.each([
  [2, ["HUB_NOT_READY", "HUB_NOT_READY", "HUB_BATCH_TOO_LARGE"]],
  [1, ["HUB_NOT_READY", "HUB_BATCH_TOO_LARGE", "HUB_BATCH_TOO_LARGE"]],
  [0, ["HUB_NOT_READY", "HUB_BATCH_TOO_LARGE", "HUB_BATCH_TOO_LARGE"]],
])("of a gateway whose batches are of %i, so many questions are answered, and always one", async (batch, codes) => {
  const { errors } = await ask(`{ a: ${NEEDED} b: ${WHY} c: ${NEEDED} }`, { batch });
  expect(errors.map(({ code }) => code).toSorted()).toEqual(codes.toSorted());
});

test("the first question is paid for by its request, each further one is one operation more of the app's rate", async () => {
  let charged = 0;
  const allowed = (): Charge => {
    charged += 1;
    return { kind: "allowed" };
  };
  await ask(`{ a: ${NEEDED} }`, { charge: allowed, batch: 9 });
  expect(charged).toBe(0);
  await ask(`{ a: ${NEEDED} b: ${WHY} c: ${NEEDED} }`, { charge: allowed, batch: 9 });
  expect(charged).toBe(2);
  const charge = (): Charge => ({ kind: "rate", until: 1_005_000 });
  const { data, errors } = await ask(`{ a: ${NEEDED} b: ${WHY} }`, { charge });
  expect(data).toEqual({ a: null, b: null });
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["HUB_NOT_READY", "HUB_RATE_LIMITED"]));
});
