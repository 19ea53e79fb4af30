import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { ask } from "../../tests/fixtures/federation/ask.ts";
import { composeFixture } from "../../tests/fixtures/federation/start-federation.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";
import { withoutSchemaRetry } from "./without-schema-retry.ts";

let subgraph: Server;
let gateway: Gateway;
let asked = 0;

beforeAll(async () => {
  // A subgraph that says in every answer what makes the runtime's retry run the operation again.
  subgraph = createServer((_, response) => {
    asked += 1;
    response.setHeader("content-type", "application/json");
    response.end('{"data":{"me":null},"errors":[{"message":"no","extensions":{"code":"SCHEMA_RELOAD"}}]}');
  });
  await new Promise<void>((resolve) => {
    subgraph.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}`;
  const sdl = composeFixture({ users: url, products: url, reviews: url });
  gateway = await createGateway({ supergraph: { sdl }, logger: pino({ level: "silent" }) });
});
afterAll(async () => {
  await gateway.close();
  subgraph.closeAllConnections();
  await new Promise((resolve) => subgraph.close(resolve));
});

test("no subgraph can have an operation executed twice", async () => {
  const { status, body } = await ask(gateway, "{ me { name } }");
  expect(status).toBe(200);
  expect(body).toMatchObject({ data: { me: null }, errors: [{ path: ["me"] }] });
  expect(asked).toBe(1);
});

test("a runtime without the retry, or with two plugins like it, does not start", () => {
  const hooks = ["onParams", "onExecute", "onSubscribe", "onExecutionResult", "onResultProcess"];
  const retry = () => Object.fromEntries(hooks.map((hook) => [hook, () => undefined]));
  const other = { onExecute: () => undefined };
  const init = (plugins: object[]): object[] => {
    withoutSchemaRetry.onPluginInit?.({ plugins } as never);
    return plugins;
  };
  expect(init([other, retry()])).toEqual([other, {}]);
  expect(() => init([other])).toThrow("The runtime has 0 plugins that look like its retry on schema reload, not 1.");
  expect(() => init([retry(), retry()])).toThrow("has 2 plugins");
});
