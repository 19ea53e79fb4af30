import { expect, test } from "@jest/globals";
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
