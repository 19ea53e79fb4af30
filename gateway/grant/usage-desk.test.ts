import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { openNetwork } from "../../tests/network.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { openUsageDesk } from "./usage-desk.ts";

let url = "";
let admin: pg.Client;
let granted: string;

beforeAll(async () => {
  url = await testDatabase("usage_desk");
  await migrateDatabase("sharing", url);
  admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(
    "delete from grant_usage; alter table sharing_grant drop constraint if exists sharing_grant_application_id_fkey",
  );
  await admin.query(
    "insert into department values ('housing', '住建局', '办公室', '411100000000') on conflict do nothing",
  );
  const { rows } = await admin.query<{ id: number }>(
    `insert into sharing_grant (state, application_id, department_id, provider, by_rule, purpose_code, purpose_name, legal_basis, row_scope, consented_at, valid_from, valid_to)
     values ('ACTIVE', (select coalesce(max(application_id), 0) + 1 from sharing_grant), 'housing', 'public-security', false, 'P', '用途', '依据', '{4111}', now(), '2026-01-01', '2027-01-01') returning id`,
  );
  granted = `G${rows[0]?.id ?? 0}`;
});
afterAll(() => admin.end());

const use = (coordinate: string, at: string, rows: number, grant = granted) => ({
  grant,
  coordinate,
  rows,
  at: new Date(at),
});
const counted = async (): Promise<readonly unknown[]> => {
  const { rows } = await admin.query<Record<string, unknown>>(
    "select coordinate, day::text, requests::int, rows::int from grant_usage order by coordinate, day",
  );
  return rows;
};

test("uses are counted by grant, coordinate and Beijing's day; a grant that the database does not hold is passed over", async () => {
  const desk = openUsageDesk(url, (error) => {
    throw error;
  });
  desk.note([use("Person.name", "2026-06-01T15:59:59Z", 2), use("Person.name", "2026-06-01T16:00:00Z", 3)]);
  desk.note([use("Person.name", "2026-06-01T01:00:00Z", 5), use("Person.id", "2026-06-01T01:00:00Z", 1)]);
  desk.note([
    use("Person.id", "2026-06-01T01:00:00Z", 9, "housing/rental"),
    use("Person.id", "2026-06-01T01:00:00Z", 9, "G999999999"),
  ]);
  await desk.close();
  expect(await counted()).toEqual([
    { coordinate: "Person.id", day: "2026-06-01", requests: 1, rows: 1 },
    { coordinate: "Person.name", day: "2026-06-01", requests: 2, rows: 7 },
    { coordinate: "Person.name", day: "2026-06-02", requests: 1, rows: 3 },
  ]);
});

test("what the database does not take is tried again with what came since, and counted once", async () => {
  await admin.query("delete from grant_usage");
  const network = await openNetwork(url);
  network.cut();
  const problems: unknown[] = [];
  const desk = openUsageDesk(network.url, (error) => problems.push(error), 20);
  desk.note([use("Person.name", "2026-06-01T01:00:00Z", 2)]);
  while (problems.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  desk.note([use("Person.name", "2026-06-01T02:00:00Z", 3)]);
  network.mend();
  while ((await counted()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await desk.close();
  expect(await counted()).toEqual([{ coordinate: "Person.name", day: "2026-06-01", requests: 2, rows: 5 }]);
  await network.close();
});

test("beyond 100,000 that wait, new uses are not counted", async () => {
  await admin.query("delete from grant_usage");
  const desk = openUsageDesk(url, (error) => {
    throw error;
  });
  const many = Array.from({ length: 50_000 }, () => use("Person.name", "2026-06-01T01:00:00Z", 1));
  for (const batch of [many, many, [use("Person.id", "2026-06-01T01:00:00Z", 1)]]) desk.note(batch);
  await desk.close();
  expect(await counted()).toEqual([{ coordinate: "Person.name", day: "2026-06-01", requests: 100_000, rows: 100_000 }]);
});
