import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Client } from "pg";
import { servedUrls, testDatabase } from "../../../tests/test-database.ts";
import { migrateDatabase } from "../../kit/postgres/migrate-database.ts";

// What a run of the policies leaves behind: a finding where something changed, and an event where an offer was found or has ended.

let client: Client;
/** The department's service, by its own rights. */
let service: Client;

beforeAll(async () => {
  const url = await testDatabase("noted_offer");
  client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  await migrateDatabase("enterprise", url);
  const [serviceUrl] = await servedUrls("enterprise", url);
  service = new Client({ connectionString: serviceUrl });
  await service.connect();
});
beforeEach(() => client.query("truncate outbox, policy_run, policy_finding"));
afterAll(() => Promise.all([client.end(), service.end()]));

const told = async (): Promise<readonly string[]> => {
  const { rows } = await client.query<{ told: string }>(
    "select type || ' ' || key as told from outbox order by position",
  );
  await client.query("truncate outbox");
  return rows.map((row) => row.told);
};

/** Keeps one run over one firm. @returns what was told of it */
const run = async (
  day: number,
  holds: Readonly<Record<string, boolean | null>>,
  { firm = "F1", version = "v1" } = {},
): Promise<readonly string[]> => {
  await service.query(
    `with run as (
       insert into policy_run (enterprise_credit_code, as_of, revision, matched, undecided, division_code)
       values ($1, make_date(2026, 10, $2), 0, '{}', '{}', '411102001001') returning id, enterprise_credit_code, as_of, division_code)
     insert into policy_finding (run_id, enterprise_credit_code, as_of, division_code, policy_code, policy_version, holds, reasons)
     select run.*, found.key, $4, found.value::boolean, '[]' from run, jsonb_each_text($3::jsonb) found`,
    [firm, day, JSON.stringify(holds), version],
  );
  return told();
};

const findings = async () =>
  (
    await client.query<object>(
      `select policy_code as policy, extract(day from as_of)::int as day, holds, is_open as open, change,
         extract(day from found_on)::int as found, extract(day from ended_on)::int as ended
       from policy_finding order by id`,
    )
  ).rows;

test("20.5: a policy that newly matches a firm is told once, as the firm alone, and a run that finds the same leaves no finding", async () => {
  expect(await run(1, { A: true, B: true, C: false })).toEqual(["offerFound F1"]);
  expect(await run(2, { A: true, B: true, C: false })).toEqual([]);
  expect(await run(3, { A: true, B: true, C: true })).toEqual(["offerFound F1"]);
  expect(await findings()).toEqual([
    { policy: "A", day: 1, holds: true, open: true, change: "FOUND", found: 1, ended: null },
    { policy: "B", day: 1, holds: true, open: true, change: "FOUND", found: 1, ended: null },
    { policy: "C", day: 1, holds: false, open: false, change: null, found: null, ended: null },
    { policy: "C", day: 3, holds: true, open: true, change: "FOUND", found: 3, ended: null },
  ]);
});

test("20.5: an offer ends when the policy no longer matches, and is found anew when it does again", async () => {
  expect(await run(1, { A: true })).toEqual(["offerFound F1"]);
  expect(await run(2, { A: false })).toEqual(["offerEnded F1"]);
  expect(await run(3, { A: true })).toEqual(["offerFound F1"]);
  expect((await findings()).at(-1)).toMatchObject({ found: 3, ended: 2, open: true });
});

test("20.5: while a department is silent nothing is found and nothing ends", async () => {
  expect(await run(1, { A: null })).toEqual([]);
  expect(await run(2, { A: true })).toEqual(["offerFound F1"]);
  expect(await run(3, { A: null })).toEqual([]);
  expect(await run(4, { A: true })).toEqual([]);
  expect(await run(5, { A: null })).toEqual([]);
  expect(await run(6, { A: false })).toEqual(["offerEnded F1"]);
  expect((await findings()).map((row) => (row as { found: number | null }).found)).toEqual([null, 2, 2, 2, 2, null]);
});

test("20.5: another version of a policy is kept as a finding, and told only where its outcome is another", async () => {
  await run(1, { A: true });
  expect(await run(2, { A: true }, { version: "v2" })).toEqual([]);
  expect(await findings()).toMatchObject([
    { day: 1, change: "FOUND" },
    { day: 2, change: null, found: 1 },
  ]);
});

test("20.5: a past day that is made up for changes nothing of today", async () => {
  await run(9, { A: true });
  expect(await run(3, { A: false })).toEqual([]);
  expect(await findings()).toHaveLength(1);
  expect(await run(10, { A: true })).toEqual([]);
});

test("20.5: of two runs at one moment one finds the offer", async () => {
  await client.query("begin");
  await client.query(
    `with run as (insert into policy_run (enterprise_credit_code, as_of, revision, matched, undecided, division_code)
       values ('F1', '2026-10-01', 0, '{A}', '{}', '411102001001') returning id)
     insert into policy_finding (run_id, enterprise_credit_code, as_of, division_code, policy_code, policy_version, holds, reasons)
     select id, 'F1', '2026-10-01', '411102001001', 'A', 'v1', true, '[]' from run`,
  );
  const other = new Client({ connectionString: await testDatabase("noted_offer") });
  await other.connect();
  const second = other.query(
    `insert into policy_finding (run_id, enterprise_credit_code, as_of, division_code, policy_code, policy_version, holds, reasons)
     values (null, 'F1', '2026-10-01', '411102001001', 'A', 'v1', true, '[]')`,
  );
  await client.query("commit");
  expect((await second).rowCount).toBe(0);
  await other.end();
  expect(await told()).toEqual(["offerFound F1"]);
});

test("20.5: whoever changes what policies look at of a firm raises its revision; what they do not look at does not", async () => {
  const revisions = async () =>
    (await client.query<{ revision: number }>("select revision from firm_revision where enterprise_credit_code = 'F1'"))
      .rows[0]?.revision ?? 0;
  await client.query(`insert into enterprise (credit_code, name, type, capital, established_on, status, authority, legal_representative_name,
      address, scope, industry_code, industry_name, scale, employees, above_scale, grid_code, division_code)
    values ('F1', 'n', 'LIMITED', 1, '2020-01-01', 'ACTIVE', 'a', 'l', 'a', 's', 'i', 'i', 'SMALL', 1, false, '411102001001001', '411102001001')`);
  expect(await revisions()).toBe(1);
  await client.query("insert into tax_credit values (1, 'F1', 2025, 'A', 0, '411102001001')");
  await client.query("update tax_credit set grade = 'B'");
  const before = await revisions();
  expect(before).toBeGreaterThanOrEqual(3);
  await client.query(
    "insert into licence values (1, 'F1', 'FOOD', 'n', 'a', '2026-01-01', '2027-01-01', '411102001001')",
  );
  expect(await revisions()).toBe(before);
  await client.query("delete from tax_credit");
  expect(await revisions()).toBe(before + 1);
  await client.query("truncate annual_report");
  expect(await revisions()).toBe(before + 2);
});
