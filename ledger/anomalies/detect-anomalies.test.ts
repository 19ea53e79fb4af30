import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { startDatabase, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { findDisclosures } from "../query/find-disclosures.ts";
import { detectAnomalies } from "./detect-anomalies.ts";
import { listFindings, settleFinding } from "./findings.ts";

const DAY = 24 * 3600 * 1000;
const TODAY = Date.UTC(2026, 10, 24);
const WINDOW = { from: new Date(TODAY).toISOString(), to: new Date(TODAY + DAY).toISOString() };
let server: TestDatabase;
let ledger: Ledger;

beforeAll(async () => {
  server = await startDatabase();
  ledger = await openLedger({ databaseUrl: server.url, origin: "hub.example/ledger" });
  // A quiet month in one district, decided RELEASED; then a night in another, at one person.
  const quiet = Array.from({ length: 120 }, (_, i) =>
    sampleRecord({ decision: "RELEASED", subjects: [] }, TODAY - (i % 30) * DAY - 3_600_000 * 20),
  );
  const night = Array.from({ length: 6 }, (_, i) =>
    sampleRecord(
      { decision: "RELEASED", divisions: ["411121"], subjects: [{ type: "Person", pseudonym: "li" }] },
      TODAY + 16 * 3_600_000 + i * 60_000,
    ),
  );
  await Promise.all([...quiet, ...night].map((record) => ledger.append(record)));
}, 60_000);

afterAll(async () => {
  await ledger.close();
  await server.stop();
});

test("findings are kept once, with their evidence, and settled with a record of the decision", async () => {
  expect(await detectAnomalies(ledger.database, WINDOW)).toBe(3);
  expect(await detectAnomalies(ledger.database, WINDOW)).toBe(0);
  const open = await listFindings(ledger.database, { state: "open", limit: 10 });
  expect(open.map(({ rule }) => rule).sort()).toEqual(["night-reads", "same-person", "unusual-district"]);
  const [finding] = open;
  expect(finding).toMatchObject({ caller: "wage-warning/officer-017", state: "open", settledBy: null });
  expect(finding?.evidence).toHaveLength(6);
  const decision = { id: finding?.id ?? "", state: "explained", by: "auditor-2", note: "night duty" } as const;
  expect(await settleFinding(ledger.database, ledger.append, decision)).toBe(true);
  expect(await settleFinding(ledger.database, ledger.append, decision)).toBe(false);
  expect(await detectAnomalies(ledger.database, WINDOW)).toBe(0);
  expect(await listFindings(ledger.database, { state: "explained", limit: 10 })).toMatchObject([
    { id: finding?.id, settledBy: "auditor-2", note: "night duty" },
  ]);
  const { disclosures } = await findDisclosures(ledger.database, { kinds: ["workflow"] }, { limit: 5 });
  expect(disclosures.map(({ record }) => record.change)).toEqual([
    { what: "finding", id: finding?.id, before: "open", after: "explained" },
  ]);
});

test("two people in the same answers are two findings, and a window that fills up finds neither again", async () => {
  const day = TODAY + 24 * 3_600_000;
  const window = { from: new Date(day).toISOString(), to: new Date(day + 24 * 3_600_000).toISOString() };
  const couple = ["wang", "zhao"].map((pseudonym) => ({ type: "Person", pseudonym }));
  const look = (minute: number) => ledger.append(sampleRecord({ subjects: couple }, day + minute * 60_000));
  const samePerson = async () =>
    (await listFindings(ledger.database, { limit: 50 })).filter(({ evidence }) => evidence.length === 5).length;
  await Promise.all([10, 11, 12, 13, 14].map(look));
  await detectAnomalies(ledger.database, window);
  expect(await samePerson()).toBe(2);
  await look(5);
  await detectAnomalies(ledger.database, window);
  const all = await listFindings(ledger.database, { limit: 50 });
  expect(all.filter(({ summary }) => /Person:(?:wang|zhao)/.test(summary))).toHaveLength(2);
});
