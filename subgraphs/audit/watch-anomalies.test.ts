import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { listFindings } from "../../ledger/anomalies/findings.ts";
import { openLedger, type Ledger } from "../../ledger/store/open-ledger.ts";
import { sampleRecord } from "../../ledger/tests/sample-record.ts";
import { until } from "../../ledger/tests/until.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { openAuditDatabase, type AuditDatabase } from "./audit-database.ts";
import { daysAround, watchAnomalies } from "./watch-anomalies.ts";

let url: string;
let ledger: Ledger;
let database: AuditDatabase;

beforeAll(async () => {
  url = await testDatabase("audit_watch");
  ledger = await openLedger({ databaseUrl: url, origin: "hub.example/ledger" });
  const look = { officer: "curious", subjects: [{ type: "Person", pseudonym: "li" }] };
  await Promise.all(Array.from({ length: 6 }, () => ledger.append(sampleRecord(look))));
  database = watchAnomalies(openAuditDatabase(url), { first: 1, every: 20 });
});
afterAll(async () => {
  await database.$disconnect();
  await ledger.close();
});

test("yesterday and today begin at midnight in the city", () => {
  expect(daysAround(Date.parse("2026-11-24T15:59:59.999Z"))).toEqual([
    { from: "2026-11-22T16:00:00.000Z", to: "2026-11-23T16:00:00.000Z" },
    { from: "2026-11-23T16:00:00.000Z", to: "2026-11-24T16:00:00.000Z" },
  ]);
  expect(daysAround(Date.parse("2026-11-24T16:00:00.000Z"))[1]?.from).toBe("2026-11-24T16:00:00.000Z");
});

test("what the rules find becomes an open finding, once, however often the log is looked at", async () => {
  const found = () => listFindings(database.reader, { limit: 50 });
  await until(async () => (await found()).find(({ rule }) => rule === "same-person") ?? null);
  const first = await found();
  const look = { officer: "later", subjects: [{ type: "Person", pseudonym: "wang" }] };
  await Promise.all(Array.from({ length: 6 }, () => ledger.append(sampleRecord(look))));
  // The log was looked at again once the later finding is there.
  await until(async () => (await found()).find(({ caller }) => caller === "wage-warning/later") ?? null);
  expect((await found()).filter(({ caller }) => caller !== "wage-warning/later")).toEqual(first);
  expect(first.filter(({ rule }) => rule === "same-person")).toMatchObject([
    { caller: "wage-warning/curious", state: "open", summary: "6 looks at Person:li" },
  ]);
});

test("auditors cannot write, even by their own SQL", async () => {
  await expect(database.reader.query("UPDATE ledger.findings SET state = 'explained'")).rejects.toThrow(/read-only/);
});
