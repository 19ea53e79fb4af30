import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Logger } from "pino";
import { exportSpans } from "./export-spans.ts";

interface Received {
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: {
    readonly resourceSpans: readonly [{ readonly scopeSpans: readonly [{ readonly spans: readonly unknown[] }] }];
  };
}

let received: Received[] = [];
let status = 200;
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Received["body"];
    received.push({ url: request.url, headers: request.headers, body });
    response.writeHead(status).end("{}");
  });
});
let origin = "";
const warnings: unknown[] = [];
const logger = { warn: (line: unknown) => warnings.push(line) } as unknown as Logger;

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
beforeEach(() => {
  [received, status] = [[], 200];
  warnings.length = 0;
});
afterAll(() => {
  collector.close();
  collector.closeAllConnections();
});

const span = (name: string, failed = false) =>
  ({
    name,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    kind: 2,
    start: 1_700_000_000_000.5,
    end: 1_700_000_000_002,
    attributes: { hash: "h", rows: 2.6 },
    failed,
  }) as const;
const spansIn = (one: Received | undefined): readonly unknown[] => one?.body.resourceSpans[0].scopeSpans[0].spans ?? [];

test("spans go out as OTLP says, with the headers and under the name that the environment gives", async () => {
  const environment = {
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20a=b, x-team = hub,,odd",
    OTEL_SERVICE_NAME: "hub-1",
  };
  const exporter = exportSpans(`${origin}/`, environment, logger);
  exporter.record(span("one"));
  exporter.record(span("two", true));
  await exporter.close();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    url: "/v1/traces",
    headers: { authorization: "Basic a=b", "content-type": "application/json" },
    body: { resourceSpans: [{ resource: { attributes: [{ key: "service.name", value: { stringValue: "hub-1" } }] } }] },
  });
  const { traceId, spanId, kind } = span("one");
  const sent = {
    traceId,
    spanId,
    kind,
    startTimeUnixNano: "1700000000000500000",
    endTimeUnixNano: "1700000000002000000",
    attributes: [
      { key: "hash", value: { stringValue: "h" } },
      { key: "rows", value: { intValue: "3" } },
    ],
  };
  expect(spansIn(received[0])).toEqual([
    { ...sent, name: "one", status: { code: 0 } },
    { ...sent, name: "two", status: { code: 2 } },
  ]);
});

/** Longer than any test: what goes out before it did not wait for it. */
const NEVER = 3_600_000;

const arrived = async (count: number): Promise<void> => {
  while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
};

test("fewer than 512 spans go out when their time has come; closing waits for what is under way, and sends nothing more", async () => {
  const timely = exportSpans(origin, {}, logger, 5);
  timely.record(span("one"));
  await arrived(1);
  await timely.close();
  const full = exportSpans(origin, {}, logger, NEVER);
  full.record(span("0"));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(received).toHaveLength(1);
  for (let nth = 1; nth < 512; nth += 1) full.record(span(String(nth)));
  // The batch has been taken, and has not arrived yet.
  await Promise.resolve().then(() => undefined);
  await full.close();
  const atOnce = exportSpans(origin, {}, logger, NEVER);
  for (let nth = 0; nth < 512; nth += 1) atOnce.record(span(String(nth)));
  await atOnce.close();
  expect(received.map((one) => spansIn(one).length)).toEqual([1, 512, 512]);
});

test("512 spans go out at once, the rest when it closes; nothing is sent where nothing waits", async () => {
  await exportSpans(origin, {}, logger).close();
  expect(received).toEqual([]);
  const exporter = exportSpans(origin, {}, logger);
  for (let nth = 0; nth < 1_100; nth += 1) exporter.record(span(String(nth)));
  await exporter.close();
  expect(received.map((one) => spansIn(one).length)).toEqual([512, 512, 76]);
  expect(received[0]?.body).toMatchObject({
    resourceSpans: [{ resource: { attributes: [{ value: { stringValue: "shali-hub-gateway" } }] } }],
  });
});

test("a collector that cannot keep up loses spans beyond 4096, and nothing else", async () => {
  const exporter = exportSpans(origin, {}, logger);
  for (let nth = 0; nth < 6_000; nth += 1) exporter.record(span(String(nth)));
  await exporter.close();
  expect(received.reduce((sum, one) => sum + spansIn(one).length, 0)).toBe(4_096);
});

test("an outage is told once, and again after it was over", async () => {
  const exporter = exportSpans(origin, {}, logger, NEVER);
  const send = async (answer: number): Promise<void> => {
    status = answer;
    for (let nth = 0; nth < 512; nth += 1) exporter.record(span(String(nth)));
    await arrived(received.length + 1);
  };
  for (const answer of [503, 503, 200]) await send(answer);
  expect(warnings).toEqual([{ reason: "status 503" }]);
  await send(500);
  await exporter.close();
  expect(warnings).toEqual([{ reason: "status 503" }, { reason: "status 500" }]);
});
