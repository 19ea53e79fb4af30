import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Client } from "pg";
import { testDatabase } from "../../../../tests/test-database.ts";
import { migrateDatabase } from "../../../kit/postgres/migrate-database.ts";

// What an assessment that is kept tells the hub: a level that changed, and never one that is lower because somebody was silent.

let client: Client;

beforeAll(async () => {
  const url = await testDatabase("noted_warning");
  client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  await migrateDatabase("human-resources", url);
});
beforeEach(() => client.query("truncate outbox, wage_assessment"));
afterAll(() => client.end());

/** Keeps an assessment of one project. @returns whether it was told */
const keep = async (day: number, level: string, missing: readonly string[] = []): Promise<boolean> => {
  const told = async (): Promise<number> =>
    Number((await client.query<{ count: string }>("select count(*) from outbox")).rows[0]?.count);
  const before = await told();
  await client.query(
    `insert into wage_assessment (project_code, as_of, level, joint_enforcement, reasons, owed, owed_amount, ruled_out, missing, ruleset,
        thresholds, inputs, books_revision, division_code)
      values ('P1', make_date(2026, 10, $1), $2, false, '[]', '[]', 0, '[]', $3, 'r', '{}', 'i', 1, '411102001001')`,
    [day, level, missing],
  );
  return (await told()) > before;
};

test("a level that differs from the day before is told, whichever way it went; the same one is not", async () => {
  const days = ["NONE", "YELLOW", "YELLOW", "RED", "ORANGE", "NONE"];
  const told: boolean[] = [];
  for (const [at, level] of days.entries()) told.push(await keep(at + 1, level));
  expect(told).toEqual([false, true, false, true, true, true]);
});

test("a level that is lower while a department is silent clears nothing, and is told once everybody has answered", async () => {
  expect(await keep(1, "RED")).toBe(true);
  expect(await keep(2, "YELLOW", ["银行"])).toBe(false);
  expect(await keep(3, "NONE", ["住建", "银行"])).toBe(false);
  expect(await keep(4, "RED")).toBe(false);
  expect(await keep(5, "YELLOW", ["银行"])).toBe(false);
  expect(await keep(6, "YELLOW")).toBe(true);
});

test("a level that rises is told although a department is silent, once, and from there on it is what was told", async () => {
  expect(await keep(1, "YELLOW")).toBe(true);
  expect(await keep(2, "ORANGE", ["银行"])).toBe(true);
  expect(await keep(3, "YELLOW", ["银行"])).toBe(false);
  expect(await keep(4, "ORANGE", ["银行"])).toBe(false);
  expect(await keep(5, "RED", ["银行"])).toBe(true);
  expect(await keep(6, "ORANGE")).toBe(true);
  expect(await keep(7, "NONE")).toBe(true);
});

test("a past day that is made up for changes nothing of today", async () => {
  expect(await keep(9, "RED")).toBe(true);
  expect(await keep(3, "NONE")).toBe(false);
  expect(await keep(10, "RED")).toBe(false);
});
