import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { startDatabase, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { findDisclosures } from "../query/find-disclosures.ts";
import { eventRecord } from "../store/event-record.ts";
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
  const decision = {
    id: finding?.id ?? "",
    state: "explained",
    by: "auditor-2",
    app: "desk",
    department: "audit",
    note: "night duty",
  } as const;
  const settle = (change: object = {}) => settleFinding(ledger.database, ledger.append, { ...decision, ...change });
  // An officer does not explain what was found about the officer, nor two auditors the same.
  expect(await settle({ by: "officer-017" })).toBe("OWN");
  // R5: nor does anybody through the app that it was found about, under whatever name.
  expect(await settle({ app: "wage-warning" })).toBe("OWN");
  // R6: an auditor of a part of the area is told of what reaches into it alone, and settles nothing else.
  const told = async (divisions?: readonly string[]) =>
    (await listFindings(ledger.database, { state: "open", limit: 10, divisions })).map(({ id }) => id);
  const { rows } = await ledger.database.query<{ division: string }>(
    "SELECT DISTINCT json_array_elements_text(record::json->'divisions') AS division FROM ledger.leaves WHERE index = ANY ($1)",
    [finding?.evidence],
  );
  const divisions = rows.map(({ division }) => division);
  expect(divisions.length).toBeGreaterThan(0);
  expect(await told(divisions)).toContain(finding?.id);
  expect(await told(["4111"])).toContain(finding?.id);
  expect(await told(["110100"])).not.toContain(finding?.id);
  expect(await told([])).not.toContain(finding?.id);
  expect(await settle({ divisions: ["110100"] })).toBe("NOT_OPEN");
  // S18: nor anybody of the department whose disclosures it was found in.
  expect(await settle({ department: "human-resources" })).toBe("OWN");
  expect((await Promise.all([settle(), settle({ state: "confirmed" })])).sort()).toEqual(["NOT_OPEN", "SETTLED"]);
  expect(await settle()).toBe("NOT_OPEN");
  expect(await detectAnomalies(ledger.database, WINDOW)).toBe(0);
  const settled = (await listFindings(ledger.database, { limit: 10 })).find(({ id }) => id === finding?.id);
  expect(settled).toMatchObject({ settledBy: "auditor-2", note: "night duty" });
  const { disclosures } = await findDisclosures(ledger.database, { kinds: ["workflow"] }, { limit: 5 });
  expect(disclosures.map(({ record }) => record.change)).toEqual([
    { what: "finding", id: finding?.id, before: "open", after: '{"state":"explained","note":"night duty"}' },
  ]);
});

test("a day that fills up makes one finding of a rule, which grows; once settled it is asked again when there is twice as much", async () => {
  const day = TODAY + 40 * DAY;
  const window = { from: new Date(day).toISOString(), to: new Date(day + DAY).toISOString() };
  const denials = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        ledger.append(
          sampleRecord({ app: "prober", decision: "REFUSED", kind: "denial", subjects: [] }, day + 36e6 - i),
        ),
      ),
    );
  const about = async () =>
    (await listFindings(ledger.database, { limit: 100 })).filter(
      ({ rule, caller }) => rule === "many-denials" && caller.startsWith("prober"),
    );
  for (const [count, sizes] of [
    [12, [12]],
    [3, [15]],
  ] as const) {
    await denials(count);
    await detectAnomalies(ledger.database, window);
    expect((await about()).map(({ evidence }) => evidence.length)).toEqual(sizes);
  }
  const [{ id } = { id: "" }] = await about();
  const explained = {
    id,
    state: "explained",
    by: "auditor-2",
    app: "desk",
    department: "audit",
    note: "a test",
  } as const;
  expect(await settleFinding(ledger.database, ledger.append, explained)).toBe("SETTLED");
  await denials(14);
  await detectAnomalies(ledger.database, window);
  expect((await about()).map(({ state }) => state)).toEqual(["explained"]);
  await denials(2);
  await detectAnomalies(ledger.database, window);
  await detectAnomalies(ledger.database, window);
  expect((await about()).map(({ state, evidence }) => [state, evidence.length]).sort()).toEqual([
    ["explained", 15],
    ["open", 31],
  ]);
});

test("a covert investigation that nobody lifts for half a year is asked about, until it is lifted", async () => {
  const started = TODAY - 200 * DAY;
  const covert = (id: string) => ledger.append(sampleRecord({ app: "special", covert: id, subjects: [] }, started));
  const kept = await covert("case-long");
  await covert("case-lifted");
  await ledger.append(eventRecord("workflow", { what: "covert-lift", id: "case-lifted", before: null, after: null }));
  await ledger.append(sampleRecord({ app: "special", covert: "case-young", subjects: [] }, TODAY - 100 * DAY));
  await detectAnomalies(ledger.database, WINDOW);
  await detectAnomalies(ledger.database, WINDOW);
  const asked = async () =>
    (await listFindings(ledger.database, { limit: 100 })).filter(({ rule }) => rule === "covert-too-long");
  expect(await asked()).toMatchObject([
    {
      caller: "special",
      evidence: [kept.index],
      summary: expect.stringMatching(/^1 records withheld from people since/),
    },
  ]);
  await ledger.append(eventRecord("workflow", { what: "covert-lift", id: "case-long", before: null, after: null }));
  const next = { from: new Date(TODAY + 30 * DAY).toISOString(), to: new Date(TODAY + 31 * DAY).toISOString() };
  await detectAnomalies(ledger.database, next);
  expect(await asked()).toHaveLength(1);
});

test("what rests on a running covert investigation is told to those alone who may know of it", async () => {
  const day = TODAY + 60 * DAY;
  const window = { from: new Date(day).toISOString(), to: new Date(day + DAY).toISOString() };
  const look = { app: "watcher", covert: "case-running", subjects: [{ type: "Person", pseudonym: "qian" }] };
  for (let i = 0; i < 5; i++) await ledger.append(sampleRecord(look, day + 36e6 + i));
  await detectAnomalies(ledger.database, window);
  const told = async (covert: "withheld" | "shown") =>
    (await listFindings(ledger.database, { limit: 100, covert })).filter(({ caller }) => caller.startsWith("watcher"));
  expect((await told("shown")).map(({ rule }) => rule)).toEqual(["same-person"]);
  expect(await told("withheld")).toEqual([]);
  const lift = { what: "covert-lift", id: "case-running", before: null, after: null };
  await ledger.append(eventRecord("workflow", lift));
  expect(await told("withheld")).toHaveLength(1);
});

test("an app that floods the log hides nobody else, and is told", async () => {
  const day = TODAY + 50 * DAY;
  const window = { from: new Date(day).toISOString(), to: new Date(day + DAY).toISOString() };
  const flood = Array.from({ length: 30 }, (_, i) =>
    sampleRecord({ app: "flooder", officer: null, decision: "RELEASED", subjects: [] }, day + i),
  );
  const looks = Array.from({ length: 5 }, (_, i) =>
    sampleRecord({ app: "quiet", subjects: [{ type: "Person", pseudonym: "zhou" }] }, day + 36e6 + i * 60_000),
  );
  for (const record of [...flood, ...looks]) await ledger.append(record);
  await detectAnomalies(ledger.database, window, 10);
  const found = await listFindings(ledger.database, { limit: 100 });
  expect(found.filter(({ caller }) => caller.startsWith("quiet")).map(({ rule }) => rule)).toContain("same-person");
  expect(found.find(({ rule }) => rule === "flood")).toMatchObject({
    caller: "flooder",
    summary: "30 requests: only the newest 10 were looked at",
  });
});

test("two people in the same answers are two findings, and a window that fills up finds neither again", async () => {
  const day = TODAY + 24 * 3_600_000;
  const window = { from: new Date(day).toISOString(), to: new Date(day + 24 * 3_600_000).toISOString() };
  const couple = ["wang", "zhao"].map((pseudonym) => ({ type: "Person", pseudonym }));
  const look = (minute: number) => ledger.append(sampleRecord({ subjects: couple }, day + minute * 60_000));
  const samePerson = async () =>
    (await listFindings(ledger.database, { limit: 50 })).filter(
      ({ evidence, summary }) => evidence.length === 5 && /Person:(?:wang|zhao)/.test(summary),
    ).length;
  await Promise.all([10, 11, 12, 13, 14].map(look));
  await detectAnomalies(ledger.database, window);
  expect(await samePerson()).toBe(2);
  await look(5);
  await detectAnomalies(ledger.database, window);
  const all = await listFindings(ledger.database, { limit: 50 });
  expect(all.filter(({ summary }) => /Person:(?:wang|zhao)/.test(summary))).toHaveLength(2);
});

test("L12: records of a gateway whose clock is wrong are told by when they arrived", async () => {
  const from = TODAY + 5 * DAY;
  const window = { from: new Date(from).toISOString(), to: new Date(from + DAY).toISOString() };
  await ledger.database.query(
    "INSERT INTO ledger.checkpoints (size, root, note, signed_at) SELECT size, '', '', $1 FROM ledger.head",
    [new Date(from - 3_600_000)],
  );
  const records = [from + 3_600_000, from + 400 * DAY, from - 400 * DAY].map((time) =>
    sampleRecord({ app: "skewed" }, time),
  );
  const appended = await Promise.all(records.map((record) => ledger.append(record)));
  expect(await detectAnomalies(ledger.database, window)).toBe(1);
  const [finding] = (await listFindings(ledger.database, { limit: 50 })).filter(({ rule }) => rule === "skewed-clock");
  expect(finding).toMatchObject({ caller: "skewed", summary: expect.stringMatching(/^2 records arrived/) });
  expect(finding?.evidence).toEqual(appended.slice(1).map(({ index }) => index));
});

test("S18: administrators whom an operator brought in alone, or by founding the register again, are asked about once, whenever it was", async () => {
  const before = TODAY - 300 * DAY;
  const operator = (id: string, what: string, time: number, was: string | null = null) => {
    const who = { app: "operator", officer: "ops", department: "data-administration" };
    const change = { what, id, before: was, after: "REGISTERED" };
    return ledger.append(eventRecord("workflow", change, { ...who, time: new Date(time).toISOString() }));
  };
  const asked = async () => {
    await detectAnomalies(ledger.database, WINDOW);
    const found = await listFindings(ledger.database, { limit: 200 });
    return found.filter(({ rule }) => rule === "lone-administrator").map(({ summary }) => summary.split(" ")[3]);
  };
  for (const id of ["a.wu", "b.he"]) await operator(id, "party", before);
  await operator("b.he", "party", before + DAY, "REGISTERED");
  expect(await asked()).toEqual([]);
  await operator("c.li", "lone-administrator", before + DAY, "b.he");
  expect(await asked()).toEqual(["c.li"]);
  for (const id of ["d.qi", "e.tu"]) await operator(id, "party", before + 2 * DAY);
  expect((await asked()).sort()).toEqual(["c.li", "d.qi", "e.tu"]);
  expect(await detectAnomalies(ledger.database, WINDOW)).toBe(0);
});
