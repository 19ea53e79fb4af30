import { once } from "node:events";
import { request } from "node:http";
import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { createGateway } from "../create-gateway.ts";
import type { Post, SubgraphRequest } from "./fetch/post.ts";
import { serveCompiled } from "./fixtures/federate.ts";
import { shop } from "./fixtures/shop.ts";

const never = (post: Post, subgraph: string, signals: AbortSignal[]): Post => {
  return (request) => {
    if (request.subgraph !== subgraph) return post(request);
    signals.push(request.signal);
    return new Promise(() => undefined);
  };
};

test("the deadline cancels what is outstanding; what is there is answered", async () => {
  const graph = shop();
  const signals: AbortSignal[] = [];
  await using compiled = serveCompiled(graph, {
    post: never(graph.post, "reviews", signals),
    limits: { deadline: 30 },
  });
  const { data, errors } = await compiled.ask("{ me { name reviews { id product { name } } } topProducts { name } }");
  expect(data).toEqual({
    me: { name: "Uri Goldshtein", reviews: null },
    topProducts: [{ name: "Table" }, { name: "Couch" }],
  });
  expect(errors).toMatchObject([{ extensions: { code: "HUB_SUBGRAPH_TIMEOUT", subgraph: "reviews" }, path: ["me"] }]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test("a client that leaves cancels its fetches", async () => {
  const graph = shop();
  const signals: AbortSignal[] = [];
  const post = never(graph.post, "accounts", signals);
  const gateway = await createGateway({
    supergraph: { sdl: graph.supergraphSdl },
    post: (fetch) => post(fetch as SubgraphRequest),
    logger: pino({ level: "silent" }),
  });
  const { url } = await gateway.listen({ port: 0 });
  const leaving = request(url, { method: "POST", headers: { "content-type": "application/json" } });
  const left = once(leaving, "error");
  leaving.end(JSON.stringify({ query: "{ me { name } }" }));
  while (signals.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  leaving.destroy();
  await left;
  while (signals[0]?.aborted === false) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(signals[0]?.aborted).toBe(true);
  await gateway.close();
});

test("more rows than the bound, or a longer answer: nothing but the refusal", async () => {
  const query = "{ users { reviews { product { name } } } }";
  for (const limits of [{ rows: 3 }, { answerLength: 60 }]) {
    await using compiled = serveCompiled(shop(), { limits });
    const { data, errors } = await compiled.ask(query);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: "HUB_ANSWER_TOO_LARGE" } }]);
  }
});

test("errors beyond the bound are counted, not listed", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph, {
    limits: { errors: 2 },
    post: async (request) => {
      const answer = await graph.post(request);
      const users = (answer.data?.["users"] ?? []) as Record<string, unknown>[];
      for (const user of users) Object.assign(user, { name: {}, username: {} });
      return answer;
    },
  });
  const { errors } = await compiled.ask("{ users { name username } }");
  expect(errors).toHaveLength(3);
  expect(errors?.at(-1)).toMatchObject({
    message: "2 further errors are not shown.",
    extensions: { code: "HUB_ERRORS_DROPPED" },
  });
});

test("a refusal gives up the fetches that are still under way, and no failure of theirs is left unheard", async () => {
  const graph = shop();
  const signals: AbortSignal[] = [];
  const unheard: unknown[] = [];
  const answers: Promise<unknown>[] = [];
  let refuse = (): void => undefined;
  const refusal = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  const note = (reason: unknown): void => {
    unheard.push(reason);
  };
  process.on("unhandledRejection", note);
  const post: Post = async (request) => {
    if (!request.body.includes("_entities")) return graph.post(request);
    signals.push(request.signal);
    const late = refusal.then(() => graph.post(request));
    answers.push(late);
    return late;
  };
  // Two products are asked of two subgraphs: the second fetch has rows too many, while the first is on its way.
  await using compiled = serveCompiled(graph, { post, limits: { rows: 3 } });
  const { errors } = await compiled.ask("{ topProducts { inStock reviews { body } } }");
  expect(errors).toMatchObject([{ extensions: { code: "HUB_ANSWER_TOO_LARGE" } }]);
  refuse();
  await Promise.all(answers);
  await new Promise((resolve) => setImmediate(resolve));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(unheard).toEqual([]);
  process.off("unhandledRejection", note);
});
