import { expect, test } from "@jest/globals";
import { Client } from "pg";
import { openNetwork } from "../../../tests/network.ts";
import { testDatabase } from "../../../tests/test-database.ts";
import { openPostgresCounters } from "./postgres-counters.ts";

test("replicas that start at the same instant make the table of the counters between them, and all of them count", async () => {
  const connectionString = await testDatabase("counters_at_once");
  for (let turn = 0; turn < 25; turn += 1) {
    const replicas = Array.from({ length: 6 }, () =>
      openPostgresCounters({ connectionString, table: `at_once_${turn}`, timeout: 30_000 }),
    );
    const counted = await Promise.allSettled(replicas.map((replica) => replica.add("key", 1, Date.now() + 60_000)));
    await Promise.all(replicas.map((replica) => replica.close()));
    expect(counted.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "fulfilled"));
    expect(counted.map((one) => one.status === "fulfilled" && one.value).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  }
});

test("a key of any length counts by itself, and one of 200 characters at most stands in the table as it is", async () => {
  const connectionString = await testDatabase("counters_long_keys");
  const counters = openPostgresCounters({ connectionString });
  const admin = new Client({ connectionString });
  await admin.connect();
  await admin.query("drop table if exists hub_caller_counter");
  const until = Date.now() + 60_000;
  const [short, longer] = ["k".repeat(200), "k".repeat(300)];
  const counted: number[] = [];
  for (const key of [short, `${longer}a`, `${longer}b`, `${longer}a`]) counted.push(await counters.add(key, 2, until));
  expect(counted).toEqual([2, 2, 2, 4]);
  const { rows } = await admin.query<{ key: string }>("select key from hub_caller_counter order by length(key) desc");
  expect(rows.map(({ key }) => key.length)).toEqual([200, 64, 64]);
  expect(rows[0]?.key).toBe(short);
  await counters.close();
  await admin.end();
});

test("counters whose table could not be made are asked anew: they count once their database answers", async () => {
  const network = await openNetwork(await testDatabase("counters_late"));
  const counters = openPostgresCounters({ connectionString: network.url, table: "late", timeout: 30_000 });
  const until = Date.now() + 60_000;
  network.cut();
  await expect(counters.add("key", 1, until)).rejects.toThrow();
  network.mend();
  expect(await counters.add("key", 1, until)).toBe(1);
  await counters.close();
  await network.close();
});
