import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { ask, post } from "../../tests/fixtures/federation/ask.ts";
import { type Federation, startFederation } from "../../tests/fixtures/federation/start-federation.ts";
import { type Faulty, startFaulty } from "../../tests/fixtures/http/start-faulty.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

let federation: Federation;
let collector: Faulty;
let gateway: Gateway;
const lines: Record<string, unknown>[] = [];
const exported: { url: string | undefined; key: unknown; body: unknown }[] = [];

beforeAll(async () => {
  federation = await startFederation();
  collector = await startFaulty((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      exported.push({ url: request.url, key: request.headers["api-key"], body: JSON.parse(text) as unknown });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.url;
  process.env["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=a%20secret";
  gateway = await createGateway({
    supergraph: { sdl: federation.sdl },
    upstream: { reviews: "http://127.0.0.1:1/" },
    logger: pino(
      { base: null, timestamp: false },
      { write: (line: string) => void lines.push(JSON.parse(line) as never) },
    ),
  });
  delete process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  delete process.env["OTEL_EXPORTER_OTLP_HEADERS"];
});
afterAll(async () => {
  await collector.stop();
  await federation.stop();
});

const get = async (path: string) => {
  const response = await gateway.fetch(new Request(`http://localhost${path}`));
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};
const metric = (text: string, name: string) => text.split("\n").filter((line) => line.startsWith(name));

test("the log tells what was asked without telling of whom", async () => {
  const query = 'query Salary($id: ID!) { user(id: $id) { name reviews { id } } other: user(id: "411025") { name } }';
  await post(gateway, JSON.stringify({ query, operationName: "Salary", variables: { id: "1" } }), { traceparent });
  await post(gateway, "{", { traceparent });
  expect(lines.map(({ ms, trace, ...line }) => ({ ...line, ms: typeof ms, trace: typeof trace }))).toMatchSnapshot();
  expect(lines.filter(({ trace }) => trace === traceId)).toEqual([]);
  expect(JSON.stringify(lines)).not.toMatch(/411025|Ada|"1"/);
});

test("metrics count requests, fetches, errors and refusals", async () => {
  await ask(gateway, "{ products(first: -1) { name } }");
  const { status, type, text } = await get("/metrics");
  expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  expect(metric(text, "hub_request_duration_seconds_count")).toEqual([
    'hub_request_duration_seconds_count{outcome="partial"} 1',
    'hub_request_duration_seconds_count{outcome="refused"} 2',
  ]);
  expect(metric(text, "hub_subgraph_fetch_duration_seconds_count")).toEqual([
    'hub_subgraph_fetch_duration_seconds_count{subgraph="users"} 1',
    'hub_subgraph_fetch_duration_seconds_count{subgraph="reviews"} 1',
  ]);
  expect(metric(text, "hub_subgraph_errors_total")).toEqual([
    'hub_subgraph_errors_total{subgraph="reviews",code="HUB_SUBGRAPH_UNAVAILABLE"} 1',
  ]);
  expect(metric(text, "hub_rejections_total")).toEqual([
    'hub_rejections_total{code="HUB_BODY_INVALID"} 1',
    'hub_rejections_total{code="HUB_PAGE_SIZE"} 1',
  ]);
  expect(metric(text, "hub_log_lines_lost")).toEqual(["hub_log_lines_lost 0"]);
});

test("O3: health is about the process, readiness about the gateway: a department that is down is told, and costs its own fields only", async () => {
  expect(await get("/healthz")).toEqual({ status: 200, type: "text/plain; charset=utf-8", text: "ok\n" });
  expect(await get("/readyz")).toEqual({
    status: 200,
    type: "application/json; charset=utf-8",
    text: '{"ready":true,"subgraphs":{"products":"up","reviews":"down","users":"up"}}',
  });
});

test("spans go to the collector, fetches below their request", async () => {
  await gateway.close();
  type Sent = { resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[] };
  const spans = exported.flatMap(({ body }) => (body as Sent).resourceSpans[0]?.scopeSpans[0]?.spans ?? []);
  expect(exported[0]).toMatchObject({ url: "/v1/traces", key: "a secret" });
  const request = spans.find(({ name }) => name === "Salary");
  expect(request).toMatchObject({ kind: 2, status: { code: 0 }, links: [{ traceId, spanId: "b7ad6b7169203331" }] });
  expect(request).not.toHaveProperty("parentSpanId");
  expect(spans.filter(({ parentSpanId }) => parentSpanId === request?.["spanId"])).toMatchObject([
    { name: "fetch users", traceId: request?.["traceId"], kind: 3, status: { code: 0 } },
    { name: "fetch reviews", traceId: request?.["traceId"], kind: 3, status: { code: 2 } },
  ]);
  expect(Number(request?.["endTimeUnixNano"])).toBeGreaterThan(Number(request?.["startTimeUnixNano"]));
});
