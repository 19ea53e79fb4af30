import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { pino } from "pino";
import type { Answer } from "./answer.ts";
import { Exchange, type Hub } from "./exchange.ts";
import type { SubgraphRequest } from "./execute/fetch/post.ts";
import { shop } from "./execute/fixtures/shop.ts";
import { requestInProcess } from "./front/in-process.ts";
import { pipeline, why } from "./pipeline.ts";
import { createMetrics } from "./release/metrics.ts";
import { startTrace } from "./release/trace.ts";
import { compose, type Step } from "./step.ts";
import { loadHub } from "./supergraph/load-hub.ts";
import { readSupergraph } from "./supergraph/read-supergraph.ts";

const names = pipeline.map(({ name }) => name);

/** The same step, noting when it begins. */
const noting = (step: Step, seen: string[]): Step => {
  const noted: Step = (exchange, next) => {
    seen.push(step.name);
    return step(exchange, next);
  };
  return Object.defineProperty(noted, "name", { value: step.name });
};

const openHub = (): Hub => {
  const graph = shop();
  const upstream = {
    post: (fetch: object) => graph.post(fetch as SubgraphRequest),
    askAtDoor: () => Promise.reject(new Error("nobody has a door here")),
    close: () => Promise.resolve(),
  };
  const metrics = createMetrics();
  const shared = {
    metrics,
    spans: undefined,
    logger: pino({ level: "silent" }),
    limiter: undefined,
    ledger: undefined,
  };
  return loadHub(readSupergraph(graph.supergraphSdl), upstream, {}, shared);
};

const send = async (body: unknown): Promise<{ seen: string[]; answer: Answer; exchange: Exchange }> => {
  const seen: string[] = [];
  const run = compose(
    pipeline.map((step) => noting(step, seen)),
    () => ({ errors: [] }),
  );
  const request = new Request("http://gateway.test/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const exchange = new Exchange(openHub(), requestInProcess(request), startTrace(undefined));
  return { seen, answer: await run(exchange), exchange };
};

test("a request meets every step once, in the order of the list", async () => {
  const { seen, answer } = await send({ query: "{ me { name } }" });
  expect(seen).toEqual(names);
  expect(answer.data?.toString()).toBe('{"me":{"name":"Uri Goldshtein"}}');
});

test("each operation of a batch goes on alone after the body", async () => {
  const { seen, answer } = await send([{ query: "{ me { id } }" }, { query: "{ nothing }" }]);
  const own = names.slice(names.indexOf("readBody") + 1);
  // New texts are read in turns, so the operations' steps stand between each other.
  expect([...new Set(seen.filter((name) => own.includes(name)))]).toEqual(own);
  expect(answer.parts?.map(({ data, errors }) => [data?.toString(), errors.length])).toEqual([
    ['{"me":{"id":"1"}}', 0],
    [undefined, 1],
  ]);
});

test.each([
  ["readBody", "not an object"],
  ["readDocument", { query: "{ me { salary } }" }],
  ["readDocument", { query: 1 }],
  ["bound", { query: "query ($n: Int!) { topProducts(first: $n) { upc } }" }],
])("%s refuses by its name, and no step after it is met", async (name, body) => {
  const { seen, exchange } = await send(body);
  expect(exchange.refusedBy).toBe(name);
  expect(seen.at(-1)).toBe(name);
});

test("a step that fails is told by its name in the log alone", async () => {
  const broken: Step = () => {
    throw new TypeError("secret");
  };
  const lines: string[] = [];
  const hub = { logger: pino({ base: null }, { write: (line: string) => void lines.push(line) }) } as unknown as Hub;
  const request = requestInProcess(new Request("http://gateway.test/graphql"));
  const exchange = new Exchange(hub, request, startTrace(undefined));
  const answer = await compose([broken], () => ({ errors: [] }))(exchange);
  expect(answer.errors.map(({ extensions }) => extensions["code"])).toEqual(["HUB_INTERNAL"]);
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ step: "broken", reason: "TypeError" });
  expect(lines.join()).not.toContain("secret");
});

test("an operation that is only asked about goes the same way, as far as its quotas", () => {
  expect(why.map(({ name }) => name)).toEqual(["readDocument", "bound", "grant", "decide", "quota"]);
  expect(names.join()).toContain(why.map(({ name }) => name).join());
});

test.each(["README.md", "README.zh-CN.md", "gateway/README.md"])("%s tells the same order", (file) => {
  const [, line = ""] = /^`(authenticate → [^`]+)`$/m.exec(readFileSync(file, "utf8")) ?? [];
  expect(line.split(" → ")).toEqual(names);
});

test("the drawing in gateway/README.md has every step, in order, with its file", () => {
  const drawing = /```\n( caller[\s\S]*?)```/.exec(readFileSync("gateway/README.md", "utf8"))?.[1] ?? "";
  const drawn = [...drawing.matchAll(/^ ([a-z]\w+) +((?:[\w-]+\/)+[\w-]+\.ts)/gm)].map(([, name, file]) => [
    name,
    file,
  ]);
  expect(drawn.map(([name]) => name)).toEqual(names);
  for (const [name, file] of drawn) {
    expect(readFileSync(`gateway/${file ?? ""}`, "utf8")).toContain(`function ${name ?? ""}(`);
  }
});
