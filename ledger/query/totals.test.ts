import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type pg from "pg";
import { migrate } from "../../database/migrate.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { eventRecord } from "../store/event-record.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { MIGRATIONS } from "../store/prepare-ledger.ts";
import { superuser } from "../tests/database.ts";
import { randomOf } from "../tests/random.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { generateKey } from "../tree/key.ts";
import { wrongSummaries } from "../verify/summaries-check.ts";
import { totals } from "./totals.ts";
import { reaches } from "./within.ts";

const ORIGIN = "hub.example/ledger";
const MAY = Date.UTC(2021, 4, 11, 4);
const JULY = Date.UTC(2021, 6, 11, 4);

const LISTS = [
  [],
  [""],
  ["4111"],
  ["411102"],
  ["411102001"],
  ["411102001", "411103"],
  ["411103", "411104002"],
  ["4101"],
  // Longer than an entry of an index may be.
  Array.from({ length: 900 }, (_, at) => `41110200${String(1000 + at)}`),
];
const SCOPES = [undefined, [], ["41"], ["4111"], ["411102"], ["411103"], ["411102001"], ["411104", "411102001"]];

const random = randomOf(15);
const WRITTEN = Array.from({ length: 120 }, (_, at) => ({
  divisions: random.pick(LISTS),
  department: random.pick(["north", "south"]),
  covert: random.pick([null, null, null, "lifted-later", "never-lifted"]),
  time: at < 60 ? MAY : JULY,
}));

type Scope = readonly string[] | undefined;

/** What the daily totals say of the records of 2021. */
async function sums({ database }: Ledger, divisions: Scope): Promise<readonly string[]> {
  const year = { from: "2021-01-01", to: "2022-01-01" };
  const found = await totals(database, { ...year, every: "month", by: "department", divisions });
  return found.map(({ period, key, disclosures }) => `${period} ${key} ${disclosures}`);
}

/** The same by a look at every record. */
function counted(scope: Scope, lifted: readonly string[] = []): readonly string[] {
  const counts = new Map<string, number>();
  for (const { covert, divisions, time, department } of WRITTEN) {
    if (covert !== null && !lifted.includes(covert)) continue;
    if (scope !== undefined && !reaches(divisions, scope)) continue;
    const key = `${time === MAY ? "2021-05-01" : "2021-07-01"} ${department}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${key} ${count}`).sort();
}

/** Everything is in a checkpoint, and so in the daily totals. */
async function summed(ledger: Ledger): Promise<void> {
  await until(async () => {
    const { signed, size } = await ledger.lag();
    return signed === size ? true : null;
  });
}

describe("R6: totals within divisions", () => {
  const ledgers: { readonly ledger: Ledger; readonly owner: pg.Client }[] = [];

  /** A log of its own with the records of 2021. */
  const logOf2021 = async (name: string) => {
    const databaseUrl = await testDatabase(name);
    const ledger = await openLedger({ databaseUrl, origin: ORIGIN, key: generateKey(ORIGIN).secret, intervalMs: 5 });
    const owner = await superuser(databaseUrl);
    ledgers.push({ ledger, owner });
    await Promise.all(WRITTEN.map(({ time, ...record }) => ledger.append(sampleRecord(record, time))));
    await summed(ledger);
    return { ledger, owner };
  };

  let ledger: Ledger;
  let owner: pg.Client;
  beforeAll(async () => {
    ({ ledger, owner } = await logOf2021("totals_within"));
  });
  afterAll(async () => {
    await Promise.all(ledgers.map(({ ledger, owner }) => Promise.all([ledger.close(), owner.end()])));
  });

  test("are what a look at every record counts, wherever their reader reads; covert records are in them once they are lifted", async () => {
    for (const scope of SCOPES) expect([scope, await sums(ledger, scope)]).toEqual([scope, counted(scope)]);
    const lift = { what: "covert-lift", id: "lifted-later", before: null, after: null };
    await ledger.append(eventRecord("workflow", lift));
    for (const scope of SCOPES)
      expect([scope, await sums(ledger, scope)]).toEqual([scope, counted(scope, ["lifted-later"])]);
  });

  test("are derived again by verify, which finds a sum that was moved from one division to another", async () => {
    await summed(ledger);
    await owner.query("BEGIN");
    expect(await wrongSummaries(owner)).toEqual([]);
    await owner.query(
      `UPDATE ledger.totals SET divisions = '["411103"]'
       WHERE day = '2021-05-11' AND department = 'north' AND divisions = '["411102"]' AND coordinate = '*'`,
    );
    expect([...(await wrongSummaries(owner))].sort()).toEqual([
      'totals 2021-05-11 north WAGE_ARREARS_WARNING ["411102"] * PARTIAL',
      'totals 2021-05-11 north WAGE_ARREARS_WARNING ["411103"] * PARTIAL',
    ]);
    await owner.query("ROLLBACK");
  });

  test("are made by the migration for a log from before them; they cost the days and not the records, which may be gone", async () => {
    const { ledger, owner } = await logOf2021("totals_before_divisions");
    const stored = async (): Promise<unknown> =>
      (await owner.query("SELECT * FROM ledger.totals ORDER BY 1, 2, 3, 4, 5, divisions")).rows;
    const toBefore = () =>
      owner.query(`
        CREATE TABLE ledger.older AS SELECT day, department, purpose, coordinate, outcome,
          sum(disclosures)::bigint AS disclosures, sum(rows)::bigint AS rows FROM ledger.totals GROUP BY 1, 2, 3, 4, 5;
        TRUNCATE ledger.totals; DROP INDEX ledger.totals_key; ALTER TABLE ledger.totals DROP COLUMN divisions;
        ALTER TABLE ledger.totals ADD PRIMARY KEY (day, department, purpose, coordinate, outcome);
        INSERT INTO ledger.totals SELECT * FROM ledger.older; DROP TABLE ledger.older;
        DELETE FROM ledger_migrations WHERE name = '0008_totals_by_division.sql'`);
    const before = await stored();
    await toBefore();
    expect(await migrate(owner, MIGRATIONS)).toEqual(["0008_totals_by_division.sql"]);
    expect(await stored()).toEqual(before);

    // The log's own first record is of today, unlike those of this story.
    await owner.query("DROP TABLE ledger.leaves_2021_05; SET session_replication_role = replica");
    await owner.query("DELETE FROM ledger.leaves WHERE index = 0");
    expect(await sums(ledger, ["411102"])).toEqual(counted(["411102"]));

    // Nobody can say where records were that are gone: their sums stay those of everywhere.
    await toBefore();
    expect(await migrate(owner, MIGRATIONS)).toHaveLength(1);
    expect(await sums(ledger, undefined)).toEqual(counted(undefined));
    expect(await sums(ledger, ["411102"])).toEqual([]);
    expect(await wrongSummaries(owner)).not.toContainEqual(expect.stringMatching(/^totals/));
  });
});
