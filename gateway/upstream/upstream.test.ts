import type { RequestListener } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { ask } from "../../tests/fixtures/federation/ask.ts";
import { type Federation, startFederation } from "../../tests/fixtures/federation/start-federation.ts";
import { type Faulty, startFaulty } from "../../tests/fixtures/http/start-faulty.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";
import { startTrace } from "../release/trace.ts";
import { defaultBounds } from "./bounds.ts";
import { createUpstream, type Upstream } from "./create-upstream.ts";

const logger = pino({ level: "silent" });
const json =
  (body: string, status = 200, type = "application/json"): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": type }).end(body);
  };

let federation: Federation;
let faulty: Faulty;
let gateway: Gateway;

beforeAll(async () => {
  federation = await startFederation();
  faulty = await startFaulty(json("{}"));
  gateway = await createGateway({
    supergraph: { sdl: federation.sdl },
    upstream: { reviews: faulty.url },
    bounds: { timeouts: new Map([["reviews", 150]]), answerBytes: 10_000 },
    attach: ({ subgraph }) => ({ "x-envelope": `for ${subgraph}` }),
    logger,
  });
});
afterAll(async () => {
  await gateway.close();
  await faulty.stop();
  await federation.stop();
});

const question = "{ me { name reviews { body } } products(first: 1) { name } }";

const faults: readonly (readonly [string, RequestListener])[] = [
  ["hangs", (request) => request.resume()],
  [
    "stops in the middle",
    (request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "application/json", "content-length": 100 }).write('{"data":');
      setTimeout(() => response.destroy(), 10);
    },
  ],
  ["closes the connection", (request) => request.socket.destroy()],
  ["answers HTML", json("<html>502 from 10.0.0.7</html>", 502, "text/html")],
  ["answers HTML with status 200", json("<html></html>", 200, "text/html")],
  ["answers no JSON", json("{data:")],
  ["answers a list", json("[]")],
  ["answers nothing", json("")],
  ["answers neither data nor errors", json("{}")],
  ["answers data that is a list", json('{"data":[]}')],
  ["answers errors that are no list", json('{"errors":"no"}')],
  ["answers without end", json(JSON.stringify({ data: { _entities: ["x".repeat(20_000)] } }))],
  [
    "answers its internals",
    json(
      '{"data":null,"errors":[{"message":"connect ECONNREFUSED 10.0.0.5:5432","extensions":{"code":"INTERNAL_SERVER_ERROR","stacktrace":["at /srv"]}}]}',
    ),
  ],
  [
    "answers an error of its own",
    json(
      '{"data":null,"errors":[{"message":"Closed today.","extensions":{"code":"CLOSED","stacktrace":["at /srv"],"http":{"status":418}}}]}',
      400,
    ),
  ],
  ["answers fewer entities", json('{"data":{"_entities":[]}}')],
  ["answers entities of a wrong shape", json('{"data":{"_entities":"x"}}')],
  [
    "answers __proto__",
    json('{"data":{"_entities":[{"__typename":"User","__proto__":{"body":"polluted"},"reviews":[{"body":"Fine."}]}]}}'),
  ],
];

test.each(faults)("a subgraph that %s costs its own fields only", async (_, respond) => {
  faulty.respond = respond;
  const answer = await ask(gateway, question);
  expect(answer).toMatchSnapshot();
  expect(answer.body).toMatchObject({ data: { me: { name: "Ada" }, products: [{ name: "Table" }] } });
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|10\.0\.0|ECONN|stack|at \//);
  expect(({} as { body?: string }).body).toBeUndefined();
});

test("a subgraph that is down is named, others answer", async () => {
  const down = await createGateway({
    supergraph: { sdl: federation.sdl },
    upstream: { reviews: "http://127.0.0.1:1/" },
    logger,
  });
  expect(await ask(down, question)).toMatchSnapshot();
  const health = await down.fetch(new Request("http://localhost/readyz"));
  expect([health.status, await health.json()]).toEqual([
    200,
    { ready: true, subgraphs: { products: "up", reviews: "down", users: "up" } },
  ]);
  await down.close();
});

test("20.5: the hub's own question at a subgraph's door does not wait behind all the fetches that are under way", async () => {
  const held: (() => void)[] = [];
  const busy = await startFaulty((request, response) => {
    const answer = (): void => {
      json('{"data":{"rows":[]}}')(request, response);
    };
    if (request.url?.endsWith("/outbox") === true) answer();
    else held.push(answer);
  });
  const bounds = { ...defaultBounds, connections: 1, timeout: 10_000 };
  const upstream = createUpstream({ urls: new Map([["a", busy.url]]), bounds });
  const origin = { trace: startTrace(undefined), started: performance.now() };
  const fetches = [1, 2].map(() =>
    upstream.post({ subgraph: "a", body: "{}" } as Parameters<Upstream["post"]>[0], origin),
  );
  while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const told = await upstream.askAtDoor("a", { path: "outbox", body: "{}", headers: () => Promise.resolve({}) });
  expect(told).toMatchObject({ data: { rows: [] } });
  expect(held).toHaveLength(1);
  held.shift()?.();
  while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  held.shift()?.();
  await Promise.all(fetches);
  await upstream.close();
  await busy.stop();
});

test("each fetch carries its trace and what is attached to it", async () => {
  const seen: unknown[] = [];
  faulty.respond = (request, response) => {
    const { traceparent, "x-envelope": envelope, accept } = request.headers;
    seen.push({ traceparent, envelope, accept });
    json('{"data":{"_entities":[{"__typename":"User","reviews":[]}]}}')(request, response);
  };
  const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-00`;
  await gateway.fetch(
    new Request("http://localhost/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", traceparent },
      body: JSON.stringify({ query: "{ me { reviews { id } } }" }),
    }),
  );
  expect(seen).toEqual([
    {
      traceparent: expect.stringMatching(/^00-(?!1{32})[0-9a-f]{32}-(?!2{16})[0-9a-f]{16}-00$/),
      envelope: "for reviews",
      accept: "application/graphql-response+json, application/json",
    },
  ]);
});

test("two equal questions at once are two fetches", async () => {
  let fetches = 0;
  faulty.respond = (request, response) => {
    fetches += 1;
    setTimeout(() => {
      json('{"data":{"_entities":[{"__typename":"User","reviews":[]}]}}')(request, response);
    }, 20);
  };
  await Promise.all([ask(gateway, "{ me { reviews { id } } }"), ask(gateway, "{ me { reviews { id } } }")]);
  expect(fetches).toBe(2);
});

test("a request's time is bounded as a whole", async () => {
  const hurried = await createGateway({
    supergraph: { sdl: federation.sdl },
    upstream: { reviews: faulty.url },
    bounds: { requestTimeout: 120 },
    logger,
  });
  faulty.respond = (request) => request.resume();
  const start = performance.now();
  const { body } = await ask(hurried, "{ me { name reviews { body } } }");
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(body).toMatchObject({
    data: { me: { name: "Ada", reviews: null } },
    errors: [{ extensions: { code: "HUB_SUBGRAPH_TIMEOUT", subgraph: "reviews" } }],
  });
  await hurried.close();
});
