import { describe, expect, test } from "@jest/globals";
import { GraphQLError, parse } from "graphql";
import { report, type Run } from "../run.ts";
import { fetchFailure } from "./subgraph-errors.ts";
import { compileSend, dataOf } from "./send.ts";

const operation = "query($a:Int $b:String){x}";
const description = {
  subgraph: "police",
  operationKind: "query" as const,
  operation,
  document: parse("{ x }"),
  variables: ["a", "b"],
};

const runOf = (variables: object, post: (request: { body: string }) => unknown, abort = new AbortController()) => {
  const run = {
    variables,
    post,
    signal: abort.signal,
    onAbort: new Set<() => void>(),
    errors: [] as GraphQLError[],
    droppedErrors: 0,
    limits: { deadline: 5, errors: 1 },
  };
  return { run: run as unknown as Run, abort };
};

describe("a fetch", () => {
  test("carries the variables that it uses and that were given, then its own", async () => {
    const sent = async (variables: object, own: string): Promise<unknown> => {
      const bodies: string[] = [];
      const { run } = runOf(variables, ({ body }) => void bodies.push(body));
      await compileSend(description)(run, own).catch(() => undefined);
      return JSON.parse(bodies[0] ?? "");
    };
    expect(await sent({}, "")).toEqual({ query: operation });
    expect(await sent({ a: 1, c: 9 }, "")).toEqual({ query: operation, variables: { a: 1 } });
    expect(await sent({ b: "王", a: null }, "")).toEqual({ query: operation, variables: { a: null, b: "王" } });
    expect(await sent({ a: undefined }, '"r":[1]')).toEqual({ query: operation, variables: { r: [1] } });
    expect(await sent({ a: 1, b: "x" }, '"r":[1]')).toEqual({ query: operation, variables: { a: 1, b: "x", r: [1] } });
  });

  test.each<[string, unknown, unknown]>([
    ["data and errors", { data: { x: 1 }, errors: [{ message: "m" }] }, { data: { x: 1 }, errors: [{ message: "m" }] }],
    ["no data", { data: null }, { data: null }],
    ["data of no form", { data: [1] }, { data: null }],
    ["errors of no form", { data: { x: 1 }, errors: "none" }, { data: { x: 1 } }],
    [
      "errors of which some are none",
      { errors: [null, { message: "m" }, 7] },
      { data: null, errors: [{ message: "m" }] },
    ],
  ])("is answered by %s", async (_, answer, read) => {
    const { run } = runOf({}, () => answer);
    const found = await compileSend(description)(run, "");
    expect(found).toEqual(read);
    expect(dataOf(found)).toEqual((read as { data: unknown }).data ?? undefined);
    expect(run.onAbort.size).toBe(0);
  });

  test("is answered by nothing where the transport says nothing, fails or throws", async () => {
    const posts = [
      () => undefined,
      () => null,
      () => [],
      () => Promise.reject(new Error("away")),
      () => {
        throw new Error("away");
      },
    ];
    for (const post of posts) {
      const { run } = runOf({}, post);
      await expect(compileSend(description)(run, "")).rejects.toThrow();
      expect(run.onAbort.size).toBe(0);
    }
  });

  test("is not sent, and not waited for, once the request has ended", async () => {
    let posts = 0;
    const { run, abort } = runOf({}, () => new Promise(() => void (posts += 1)));
    const pending = compileSend(description)(run, "");
    await Promise.resolve();
    for (const end of run.onAbort) end();
    await expect(pending).rejects.toThrow("aborted");
    abort.abort();
    await expect(compileSend(description)(run, "")).rejects.toThrow("aborted");
    expect(posts).toBe(1);
  });

  test("that failed is told as late where the request has ended, and as away otherwise", () => {
    const { run, abort } = runOf({}, () => undefined);
    const told = () => {
      const { path, extensions } = fetchFailure(run, "police", ["people", 0]);
      return [path, extensions["code"], extensions["subgraph"]];
    };
    expect(told()).toEqual([["people", 0], "HUB_SUBGRAPH_UNAVAILABLE", "police"]);
    abort.abort();
    expect(told()).toEqual([["people", 0], "HUB_SUBGRAPH_TIMEOUT", "police"]);
  });
});

test("an answer has its fill of errors, the rest is counted, and what is fetched hidden is nobody's", () => {
  const { run } = runOf({}, () => undefined);
  const error = (...path: (string | number)[]) => new GraphQLError("m", { path });
  for (const one of [error("a", 0, "_hub_subject"), error("a"), error("b"), error("c", "_hub_")]) report(run, one);
  expect([run.errors.map(({ path }) => path), run.droppedErrors]).toEqual([[["a"]], 1]);
});
