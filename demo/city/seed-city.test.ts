import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../tests/test-database.ts";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { SeedRefused } from "./load/prepare-databases.ts";
import { columnOf, tablesOf } from "./load/tables.ts";
import { seedApart } from "./seed-apart.ts";
import { seedCity } from "./seed-city.ts";
import { smallCity, smallDatabases, type SmallCity } from "./small-city.ts";

let city: SmallCity;

beforeAll(async () => {
  city = await smallCity(testDatabase, "one");
});

afterAll(async () => {
  await city.close();
});

/** One fingerprint of every row of every table, in the order of their keys. */
const fingerprint = async ({ ask }: SmallCity): Promise<string> => {
  const hash = createHash("sha256");
  for (const { name } of DEPARTMENTS)
    for (const { name: table } of await tablesOf(name)) {
      const rows = await ask<{ all: string }>(
        name,
        `select coalesce(string_agg(t::text, chr(10) order by t::text), '') as all from ${table} t`,
      );
      hash.update(table).update(rows[0]?.all ?? "");
    }
  return hash.digest("hex");
};

test("the same seed gives the same bytes, another seed another city", async () => {
  const before = await fingerprint(city);
  const told: number[] = [];
  const onProgress = (done: number, total: number) => told.push(done / total);
  // In a thread of its own, as a hub's first start has it.
  const again = await smallCity(testDatabase, "two", { onProgress }, seedApart);
  expect([told.length > 2, told.at(-1), told]).toEqual([true, 1, told.toSorted((one, other) => one - other)]);
  expect(await fingerprint(again)).toBe(before);
  expect(again.manifest).toEqual(city.manifest);
  await again.close();
  const other = await smallCity(testDatabase, "two", { seed: 7 });
  expect(await fingerprint(other)).not.toBe(before);
  await other.close();
});

test("what a city cannot be is told by the thread that should build it", async () => {
  const databaseUrls = await smallDatabases(testDatabase, "two");
  await expect(seedApart({ databaseUrls, people: 10 })).rejects.toThrow("a city has at least 2000 people, got 10");
});

test("every table of every department is filled and has the columns that the seed knows", async () => {
  for (const { name } of DEPARTMENTS)
    for (const { name: table, numbered, fields } of await tablesOf(name)) {
      const found = await city.ask<{ column_name: string }>(
        name,
        "select column_name from information_schema.columns where table_name = $1 order by ordinal_position",
        [table],
      );
      const columns = [...(numbered ? ["id"] : []), ...fields.map(columnOf)];
      expect([table, found.map((row) => row.column_name)]).toEqual([table, columns]);
      const [count] = await city.ask<{ rows: number }>(name, `select count(*) as rows from ${table}`);
      expect([table, count?.rows]).toEqual([table, city.manifest.rows[table]]);
    }
  // Assessments are the monitor's doing, intents the firms' own, withdrawals those of who signed; the rarest rows may be missing from the smallest city.
  const empty = Object.entries(city.manifest.rows).filter(([, rows]) => rows === 0);
  expect(
    empty
      .map(([table]) => table)
      .filter((table) => table !== "police_case" && table !== "biometric")
      .sort(),
  ).toEqual(["policy_intent", "rental_withdrawal", "subsistence_withdrawal", "wage_assessment", "wage_books"]);
});

test("a database that is not empty is refused, and stays as it was when a load fails", async () => {
  const before = await fingerprint(city);
  await expect(seedCity({ databaseUrls: city.databaseUrls, people: 2_000 })).rejects.toThrow(SeedRefused);
  await expect(
    seedCity({
      databaseUrls: city.databaseUrls,
      people: 2_500,
      reset: true,
      onProgress: () => {
        throw new Error("power cut");
      },
    }),
  ).rejects.toThrow("power cut");
  expect(await fingerprint(city)).toBe(before);
});

test.each([1_999, 2_000.5, Number.NaN])("%p people are no city", async (people) => {
  await expect(seedCity({ databaseUrls: city.databaseUrls, people })).rejects.toThrow(RangeError);
});

test("a bulk load builds the same city, and every index and key again", async () => {
  const structure = async ({ ask }: SmallCity): Promise<readonly object[]> =>
    Promise.all(
      DEPARTMENTS.map(async ({ name }) => ({
        indexes: await ask(name, "select indexdef from pg_indexes where schemaname = 'public' order by indexname"),
        constraints: await ask(
          name,
          `select conrelid::regclass::text as on, conname, pg_get_constraintdef(oid) as is, convalidated
           from pg_constraint where contype in ('p', 'u', 'f') order by 1, 2`,
        ),
      })),
    );
  const bulk = await smallCity(testDatabase, "bulk", { bulk: true });
  expect(await structure(bulk)).toEqual(await structure(city));
  expect(await fingerprint(bulk)).toBe(await fingerprint(city));
  await bulk.close();
});

test("a small city is there within seconds, and tells how far it is", async () => {
  const databaseUrls = await smallDatabases(testDatabase, "two");
  const seen: number[] = [];
  const started = performance.now();
  await seedCity({ databaseUrls, people: 2_000, reset: true, onProgress: (done) => seen.push(done) });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(seen.at(-1)).toBe(2_000);
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
});
