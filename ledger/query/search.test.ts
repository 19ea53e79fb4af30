import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { DisclosureRecord } from "../record.ts";
import { eventRecord } from "../store/event-record.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { startDatabase, superuser, type TestDatabase } from "../tests/database.ts";
import { randomOf } from "../tests/random.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { coordinateTerms } from "../record-fields.ts";
import { termsOf, type DisclosureFilter } from "./filter.ts";
import { findDisclosures } from "./find-disclosures.ts";
import { wrongSummaries } from "../verify/summaries-check.ts";

const COUNT = 500;
const MONTH = 30 * 24 * 3600_000;
const START = Date.UTC(2025, 9, 3);
const random = randomOf(411);

let server: TestDatabase;
let ledger: Ledger;
/** The records of the log in the order of a search: newest first. */
let log: { readonly index: number; readonly record: DisclosureRecord }[];

/** Few of everything, unevenly, over thirteen months and in no order of time, as clocks of many gateways are. */
const someRecord = (): DisclosureRecord => {
  const app = random.pick(["a", "a", "a", "b", "c"]);
  const early = random.below(3) === 0;
  return sampleRecord(
    {
      app,
      department: { a: "housing", b: "housing", c: "enterprise" }[app] ?? null,
      officer: random.pick([null, `${app}-1`, `${app}-2`]),
      purpose: random.pick(["ONE", "TWO", app === "c" ? "THREE" : "ONE"]),
      decision: random.pick(["RELEASED", "PARTIAL", "PARTIAL", "REFUSED"]),
      kind: random.below(9) === 0 ? "denial" : "disclosure",
      coordinates: [
        { coordinate: early ? "Old.field" : "New.field", outcome: random.pick(["CLEAR", "MASKED"]), rows: 1 },
        { coordinate: random.below(40) === 0 ? "Rare.field" : "Person.name", outcome: "DENIED", rows: 0 },
      ],
      derived: [],
      subjects: random.below(20) === 0 ? [{ type: "Person", pseudonym: "li" }] : [],
      covert: random.below(40) === 0 ? random.pick(["lifted", "running"]) : null,
    },
    START + random.below(early ? 5 : 13) * MONTH + random.below(30) * 24 * 3600_000,
  );
};

beforeAll(async () => {
  server = await startDatabase();
  ledger = await openLedger({ databaseUrl: server.url, origin: "hub.example/ledger" });
  const records = Array.from({ length: COUNT }, someRecord);
  const lift = eventRecord("workflow", { what: "covert-lift", id: "lifted", before: null, after: null });
  const indexes = await Promise.all([...records, lift].map(async (record) => (await ledger.append(record)).index));
  log = [...records, lift]
    .map((record, at) => ({ index: indexes[at] ?? -1, record }))
    .sort((a, b) => Date.parse(b.record.time) - Date.parse(a.record.time) || b.index - a.index);
}, 60_000);

afterAll(async () => {
  await ledger.close();
  await server.stop();
});

const matches = (record: DisclosureRecord, filter: DisclosureFilter): boolean => {
  const terms = coordinateTerms(record);
  return (
    (["department", "app", "officer", "purpose", "decision"] as const).every(
      (part) => filter[part] === undefined || filter[part] === record[part],
    ) &&
    (filter.from === undefined || record.time >= filter.from) &&
    (filter.to === undefined || record.time < filter.to) &&
    (filter.kinds === undefined || filter.kinds.includes(record.kind)) &&
    (termsOf(filter)?.some((term) => terms.includes(term)) ?? true) &&
    (filter.subject === undefined ||
      record.subjects.some(({ pseudonym }) => filter.subject === `Person:${pseudonym}`)) &&
    (filter.covert === "shown" || record.covert !== "running")
  );
};

const SINGLE: readonly DisclosureFilter[] = [
  {},
  { department: "housing" },
  { app: "b" },
  { app: "c" },
  { officer: "a-1" },
  { purpose: "ONE" },
  { purpose: "THREE" },
  { decision: "REFUSED" },
  { decision: "PARTIAL" },
  { coordinate: "Old.field" },
  { coordinate: "Rare.field" },
  { coordinate: "New.field", outcome: "MASKED" },
  { outcome: "DENIED" },
  { subject: "Person:li" },
  { kinds: ["denial"] },
  { kinds: ["disclosure", "workflow"] },
  { covert: "shown" },
  { from: new Date(START + 2 * MONTH).toISOString(), to: new Date(START + 4 * MONTH).toISOString() },
  { from: new Date(START + 9 * MONTH).toISOString() },
];

/** Every filter, and every two of them that do not ask for the same. */
const FILTERS = SINGLE.flatMap((one, at) => [
  one,
  ...SINGLE.slice(at + 1)
    .filter((other) => !Object.keys(other).some((part) => part in one))
    .map((other) => ({ ...one, ...other })),
]);

const search = async (filter: DisclosureFilter, limit: number): Promise<number[]> => {
  const found: number[] = [];
  for (let after: string | undefined; ;) {
    const page = await findDisclosures(ledger.database, filter, { after, limit });
    found.push(...page.disclosures.map(({ index }) => index));
    if (!page.hasMore) return found;
    after = page.disclosures.at(-1)?.cursor;
  }
};

test.each([0, 300, COUNT + 1])(
  `${FILTERS.length} filters, each and by two, find what a look at every record finds, with %i records summed up`,
  async (summed) => {
    const writer = await superuser(server.url);
    await writer.query("SELECT ledger.sum_up($1)", [summed]);
    await writer.end();
    for (const filter of FILTERS) {
      const expected = log.filter(({ record }) => matches(record, filter)).map(({ index }) => index);
      expect([filter, await search(filter, 190)]).toEqual([filter, expected]);
      if (expected.length < 25) expect([filter, await search(filter, 7)]).toEqual([filter, expected]);
    }
  },
  60_000,
);

test("a record that is hidden from searches by its summary is found by verify --search", async () => {
  expect(await wrongSummaries(ledger.database)).toEqual([]);
  const attacker = await superuser(server.url);
  const hidden = async (sql: string): Promise<readonly string[]> => {
    await attacker.query("BEGIN");
    await attacker.query(sql);
    const found = await wrongSummaries(attacker);
    await attacker.query("ROLLBACK");
    return found;
  };
  expect((await hidden("DELETE FROM ledger.presence WHERE term = 'Rare.field=DENIED'")).length).toBeGreaterThan(0);
  expect((await hidden("DELETE FROM ledger.officers WHERE officer = 'b-2'")).length).toBeGreaterThan(0);
  expect(
    (await hidden("UPDATE ledger.presence SET last = first WHERE term = '*' AND app = 'c'")).length,
  ).toBeGreaterThan(0);
  expect(await hidden("UPDATE ledger.summed SET size = size + 7")).toContain("summed goes beyond the log");
  await attacker.end();
});
