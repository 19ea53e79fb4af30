import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { parseOverlay } from "../../../schema/catalog/overlay.ts";
import { type Federation, startFederation } from "../../../tests/fixtures/federation/start-federation.ts";
import { openNetwork, type Network } from "../../../tests/network.ts";
import { testDatabase } from "../../../tests/test-database.ts";
import { migrateDatabase } from "../../../subgraphs/kit/postgres/migrate-database.ts";
import { createGateway, type Gateway } from "../../create-gateway.ts";
import { createGovernance, type Governance } from "../../decide/create-governance.ts";
import { grantsFromDatabase } from "./grants-from-database.ts";

const BOUND = 1_000;

let federation: Federation;
let network: Network;
let governance: Governance;
let gateway: Gateway;

beforeAll(async () => {
  const url = await testDatabase("grants_ready");
  await migrateDatabase("sharing", url);
  [federation, network] = await Promise.all([startFederation(), openNetwork(url)]);
  network.cut();
  const logger = pino({ level: "silent" });
  governance = createGovernance({
    overlay: parseOverlay({ items: { "*": { share: "UNCONDITIONAL", level: "L1" } } }),
    authenticator: () => Promise.reject(new Error("nobody asks here")),
    openGrants: grantsFromDatabase(network.url, logger, { bound: BOUND, interval: 100 }).open,
  });
  gateway = await createGateway({ supergraph: { sdl: federation.sdl }, governance, logger });
});
afterAll(async () => {
  await gateway.close();
  await governance.close();
  await network.close();
  await federation.stop();
});

const readyz = async () => {
  const response = await gateway.fetch(new Request("http://localhost/readyz"));
  return { status: response.status, body: (await response.json()) as unknown };
};

const subgraphs = { products: "up", reviews: "up", users: "up" };
const NOT_READY = { status: 503, body: { ready: false, subgraphs, grants: "down" } };
const READY = { status: 200, body: { ready: true, subgraphs, grants: "up" } };

/** Milliseconds until it answers so. */
const until = async (status: number): Promise<number> => {
  const started = performance.now();
  while ((await readyz()).status !== status) {
    if (performance.now() - started > 15_000) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - started;
};

test("a gateway is ready once it has read the grants, and no longer when their database is silent beyond the bound", async () => {
  expect(await readyz()).toEqual(NOT_READY);
  network.mend();
  await until(200);
  expect(await readyz()).toEqual(READY);
  network.cut();
  expect(await readyz()).toEqual(READY);
  const closed = await until(503);
  expect(closed).toBeGreaterThan(BOUND / 2);
  expect(closed).toBeLessThan(BOUND + 1_000);
  expect(await readyz()).toEqual(NOT_READY);
  network.mend();
  await until(200);
  expect(await readyz()).toEqual(READY);
});
