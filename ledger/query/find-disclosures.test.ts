import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventRecord } from "../store/event-record.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { startDatabase, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { generateKey } from "../tree/key.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { DisclosureFilter } from "./filter.ts";
import { disclosureAt, disclosuresOf, findDisclosures, InvalidCursor } from "./find-disclosures.ts";
import { totals } from "./totals.ts";

const ORIGIN = "hub.example/ledger";
const MONTH = 30 * 24 * 3600 * 1000;
const NOW = Date.UTC(2026, 10, 24, 4);
let server: TestDatabase;
let ledger: Ledger;

beforeAll(async () => {
  server = await startDatabase();
  ledger = await openLedger({
    databaseUrl: server.url,
    origin: ORIGIN,
    key: generateKey(ORIGIN).secret,
    intervalMs: 5,
  });
  // 120 records over a year, most of the last days; every fifth of another department.
  for (let i = 0; i < 120; i++) {
    const at = i < 20 ? NOW - (20 - i) * (MONTH / 2) : NOW - (120 - i) * 60_000;
    await ledger.append(
      sampleRecord(
        {
          traceId: `trace-${i}`,
          ...(i % 5 === 0 ? { department: "housing", app: "rent", purpose: "RENT", officer: "officer-h" } : {}),
          ...(i % 7 === 0 ? { subjects: [{ type: "Person", pseudonym: "li" }] } : {}),
          ...(i === 3 ? { coordinates: [{ coordinate: "Rare.field", outcome: "CLEAR", rows: 1 }] } : {}),
          ...(i === 70 ? { covert: "case-1" } : {}),
        },
        at,
      ),
    );
  }
}, 60_000);

afterAll(async () => {
  await ledger.close();
  await server.stop();
});

/** All pages together, as trace ids. */
async function all(filter: DisclosureFilter, limit: number): Promise<string[]> {
  const traces: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await findDisclosures(ledger.database, { kinds: ["disclosure"], ...filter }, { after, limit });
    traces.push(...page.disclosures.map(({ record }) => record.traceId));
    if (!page.hasMore) return traces;
    after = page.disclosures.at(-1)?.cursor;
  }
}

const expected = (test: (i: number) => boolean): string[] =>
  Array.from({ length: 120 }, (_, i) => i)
    .filter((i) => i !== 70 && test(i))
    .reverse()
    .map((i) => `trace-${i}`);

const since = (time: number): string => new Date(time).toISOString();

test.each<[string, DisclosureFilter, (i: number) => boolean]>([
  ["everything", {}, () => true],
  ["department", { department: "housing" }, (i) => i % 5 === 0],
  ["app and purpose", { app: "rent", purpose: "RENT" }, (i) => i % 5 === 0],
  ["officer", { officer: "officer-h" }, (i) => i % 5 === 0],
  ["subject", { subject: "Person:li" }, (i) => i % 7 === 0],
  ["rare coordinate", { coordinate: "Rare.field" }, (i) => i === 3],
  ["derived input", { coordinate: "Payroll.paidAmount", outcome: "DERIVED" }, () => true],
  ["outcome", { outcome: "DENIED" }, (i) => i !== 3],
  ["coordinate and outcome", { coordinate: "Person.name", outcome: "CLEAR" }, () => false],
  ["time", { from: since(NOW - 30 * 60_000), to: since(NOW - 10 * 60_000) }, (i) => i >= 90 && i < 110],
  ["subject and time", { subject: "Person:li", from: since(NOW - 30 * 60_000) }, (i) => i % 7 === 0 && i >= 90],
  ["decision", { decision: "FAILED" }, () => false],
])("pages by %s, newest first, each record once", async (_, filter, matches) => {
  expect(await all(filter, 7)).toEqual(expected(matches));
  expect(await all(filter, 200)).toEqual(expected(matches));
});

test("a cursor stays right while the log grows", async () => {
  const first = await findDisclosures(ledger.database, { department: "housing" }, { limit: 5 });
  await ledger.append(sampleRecord({ department: "housing", traceId: "later" }, NOW + 1000));
  const second = await findDisclosures(
    ledger.database,
    { department: "housing" },
    { limit: 5, after: first.disclosures.at(-1)?.cursor },
  );
  expect([...first.disclosures, ...second.disclosures].map(({ record }) => record.traceId)).toEqual(
    expected((i) => i % 5 === 0).slice(0, 10),
  );
  await expect(findDisclosures(ledger.database, {}, { limit: 5, after: "x" })).rejects.toBeInstanceOf(InvalidCursor);
  expect(decodeCursor(encodeCursor({ time: NOW, index: 12 }))).toEqual({ time: NOW, index: 12 });
});

test("a covert record is withheld from its subject until it is lifted, and then shown", async () => {
  const mine = async () =>
    (await disclosuresOf(ledger.database, "Person:li", { limit: 200 })).disclosures.map(({ record }) => record.traceId);
  expect(await mine()).not.toContain("trace-70");
  const auditors = await findDisclosures(ledger.database, { subject: "Person:li", covert: "shown" }, { limit: 200 });
  expect(auditors.disclosures.map(({ record }) => record.traceId)).toContain("trace-70");
  await ledger.append(eventRecord("workflow", { what: "covert-lift", id: "case-1", before: null, after: null }));
  expect(await mine()).toContain("trace-70");
});

test("S6: a covert record is in no total before it is lifted, and in those of its own day afterwards", async () => {
  const counted = async (): Promise<number> => {
    await until(async () => ((await ledger.lag()).signed === (await ledger.lag()).size ? true : null));
    const sums = await totals(ledger.database, {
      from: "2000-01-01",
      to: "2100-01-01",
      every: "day",
      by: "department",
    });
    return sums.reduce((sum, { disclosures }) => sum + disclosures, 0);
  };
  const before = await counted();
  await ledger.append(sampleRecord({ covert: "case-2" }));
  expect(await counted()).toBe(before);
  await ledger.append(eventRecord("workflow", { what: "covert-lift", id: "case-2", before: null, after: null }));
  expect(await counted()).toBe(before + 2);
});

test("a record is found by its index, as its leaf says it", async () => {
  const [one] = (await findDisclosures(ledger.database, { app: "rent" }, { limit: 1 })).disclosures;
  expect(await disclosureAt(ledger.database, one?.index ?? -1)).toEqual(one);
  expect(await disclosureAt(ledger.database, 1_000_000)).toBeNull();
});

test("totals per department, purpose and coordinate over time", async () => {
  const request = { from: "2026-11-01", to: "2027-01-01", every: "month" } as const;
  const departments = await until(async () => {
    const sums = await totals(ledger.database, { ...request, by: "department" });
    return sums.reduce((sum, { disclosures }) => sum + disclosures, 0) >= 103 ? sums : null;
  });
  expect(departments.filter(({ key }) => key === "housing")).toEqual([
    { period: "2026-11-01", key: "housing", outcome: "PARTIAL", disclosures: 21, rows: 42 },
  ]);
  const coordinates = await totals(ledger.database, { ...request, by: "coordinate", department: "housing" });
  expect(coordinates.map(({ key, outcome, disclosures }) => `${key} ${outcome} ${disclosures}`)).toEqual([
    "Payroll.paidAmount DERIVED 21",
    "PensionBenefit.account DENIED 21",
    "Person.name MASKED 21",
    "SocialInsurance.status CLEAR 21",
  ]);
  expect(await totals(ledger.database, { ...request, by: "purpose", every: "day", purpose: "RENT" })).toHaveLength(1);
});
