import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { pino } from "pino";
import { eventsFromDatabase, type EventStore } from "../../gateway/events/event-store.ts";
import type { OutboxRow } from "../../schema/envelope/outbox.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { servedUrls, testDatabase } from "../test-database.ts";

/** Two gateways' stores over one database of the hub, each by a gateway's rights. */

let owner: Client;
let stores: readonly [EventStore, EventStore];

beforeAll(async () => {
  const url = await testDatabase("event_store");
  owner = new Client({ connectionString: url });
  await owner.connect();
  await owner.query("drop schema public cascade; create schema public");
  await migrateDatabase("sharing", url);
  const [, gatewayUrl = ""] = await servedUrls("sharing", url);
  const logger = pino({ level: "silent" });
  stores = [eventsFromDatabase(gatewayUrl, logger), eventsFromDatabase(gatewayUrl, logger)];
});
afterAll(async () => {
  await stores[1].close();
  await owner.end();
});

const row = (key: string, daysAgo = 0): OutboxRow => ({
  id: randomUUID(),
  type: "changed",
  key,
  division: null,
  day: null,
  at: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
});

test("20.5: what happened is kept once, for seven days; whoever comes back for more than that is told that it is gone", async () => {
  const [store, other] = stores;
  const rows = ["old", "older", "new"].map((key) => row(key));
  await store.keep("a", rows);
  // Two gateways that both believed it was their turn.
  await other.keep("a", [...rows, row("late"), row("forgotten", 8)]);
  const kept = await store.after(0);
  expect(kept.map(({ key }) => key)).toEqual(["old", "older", "new", "late"]);
  const [first = 0, second = 0] = kept.map(({ id }) => id);
  expect(await store.isWhole(0)).toBe(true);
  await owner.query("update hub_event set kept_at = now() - interval '8 days' where id <= $1", [second]);
  await store.tidy();
  expect((await other.after(0)).map(({ key }) => key)).toEqual(["older", "new", "late"]);
  expect([await store.isWhole(0), await store.isWhole(first), await store.isWhole(second)]).toEqual([
    false,
    false,
    true,
  ]);
});

test("20.5: events have one order: while another gateway keeps, nothing gets an id that would be visible before those", async () => {
  const [store, other] = stores;
  const held = new Client({ connectionString: await testDatabase("event_store") });
  await held.connect();
  await held.query("begin; select pg_advisory_xact_lock(411100020)");
  const isKept = store.keep("order", [row("second")]);
  const waiting = async (): Promise<boolean> =>
    (await owner.query("select from pg_stat_activity where wait_event = 'advisory' and query like '%hub_event%'"))
      .rowCount === 1;
  const isOver = isKept.then(() => true);
  while (!(await Promise.race([isOver, waiting()]))) await new Promise((resolve) => setTimeout(resolve, 5));
  await held.query(
    "insert into hub_event (department, row, type, key, at) values ('order', gen_random_uuid(), 'changed', 'first', now())",
  );
  await held.query("commit");
  await isKept;
  await held.end();
  expect((await other.after(0)).map(({ key }) => key).slice(-2)).toEqual(["first", "second"]);
});

test("20.5: one gateway at a time collects from a department; when it is gone without a word another does, once its turn is over", async () => {
  const [store, other] = stores;
  expect([await store.isTurn("a"), await other.isTurn("a"), await store.isTurn("a")]).toEqual([true, false, true]);
  const { rows } = await owner.query<{ seconds: number }>(
    "select extract(epoch from until - now())::float8 as seconds from hub_collection where department = 'a'",
  );
  expect(rows[0]?.seconds).toBeGreaterThan(0);
  expect(rows[0]?.seconds).toBeLessThanOrEqual(10);
  // It was killed, and ten seconds have passed.
  await owner.query("update hub_collection set until = now() - interval '1 millisecond'");
  expect([await other.isTurn("a"), await store.isTurn("a")]).toEqual([true, false]);
  // One that is stopped gives its turns up at once.
  expect(await store.isTurn("b")).toBe(true);
  await store.close();
  expect(await other.isTurn("b")).toBe(true);
});
