import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { pino } from "pino";
import { gatherPublication } from "../../deploy/publication/publication.ts";
import { publicationFiles } from "../../deploy/publication/write-publication.ts";
import { qualityFromDatabase, type QualityStore } from "../../gateway/quality/quality-store.ts";
import type { QualityEvidence } from "../../schema/envelope/quality.ts";
import { dataOf, type AskHub } from "../../subgraphs/kit/ask-hub.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { recordLapses } from "../../subgraphs/sharing/clock/record-lapses.ts";
import { freshnessOf, nextDue } from "../../subgraphs/sharing/oversight/data-quality.ts";
import { openOffice, type Office } from "./office.ts";

/* G25: what departments declare of their data beside what the hub sees of it: kept by gateways, told to officers, and to the owner where it is late. */

let office: Office;
let store: QualityStore;
let other: QualityStore;
let owner: Client;
beforeAll(async () => {
  office = await openOffice("quality");
  const logger = pino({ level: "silent" });
  [store, other] = [qualityFromDatabase(office.gatewayUrl, logger), qualityFromDatabase(office.gatewayUrl, logger)];
  owner = new Client({ connectionString: office.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await Promise.all([store.close(), other.close(), owner.end()]);
  await office.close();
});

const told = (type: string, changes: string | null, more: Partial<QualityEvidence> = {}): QualityEvidence => ({
  datasets: [{ type, changes, asOf: null }],
  checks: [],
  ...more,
});
const changedAt = async (type: string): Promise<Date | null> => {
  const { rows } = await owner.query<{ changed_at: Date | null }>(
    "select changed_at from dataset_evidence where type = $1",
    [type],
  );
  return rows[0]?.changed_at ?? null;
};

test("G25: one gateway at a time asks a department, and nobody again within the hour", async () => {
  expect(await store.isDue("housing")).toBe(true);
  expect(await other.isDue("housing")).toBe(false);
  await store.keep("housing", told("Attendance", "1"));
  expect([await store.isDue("housing"), await other.isDue("housing")]).toEqual([false, false]);
  await owner.query(
    "update hub_collection set until = now() - interval '1 second' where department = 'quality of housing'",
  );
  expect(await other.isDue("housing")).toBe(true);
});

test("G25: 第十八条: a type has changed when its counter is another one; the moment is the hub's own, never the department's word", async () => {
  await store.keep("enterprise", told("Licence", "100"));
  expect(await changedAt("Licence")).toBeNull();
  await store.keep("enterprise", told("Licence", "100"));
  expect(await changedAt("Licence")).toBeNull();
  await store.keep("enterprise", told("Licence", "101"));
  const first = await changedAt("Licence");
  expect(first).toEqual(expect.any(Date));
  // After a crash the counter begins anew: nothing was written since, then something was.
  await store.keep("enterprise", told("Licence", "0"));
  expect(await changedAt("Licence")).toEqual(first);
  await store.keep("enterprise", told("Licence", "1"));
  expect((await changedAt("Licence"))?.getTime()).toBeGreaterThan(first?.getTime() ?? Infinity);
  // A file tells of which moment it is; one that is to come is none.
  const file = (asOf: string): QualityEvidence =>
    told("Licence", null, { datasets: [{ type: "Licence", changes: null, asOf }] });
  await store.keep("enterprise", file("2026-10-01T00:00:00.000Z"));
  expect(await changedAt("Licence")).toEqual(new Date("2026-10-01T00:00:00Z"));
  await store.keep("enterprise", file("2999-01-01T00:00:00.000Z"));
  expect((await changedAt("Licence"))?.getTime()).toBeLessThanOrEqual(Date.now());
  // Of what nothing can be known, as on a standby, nothing is kept; a type that is gone is forgotten.
  await store.keep("enterprise", told("Penalty", null));
  const { rows } = await owner.query("select type from dataset_evidence where department = 'enterprise'");
  expect(rows).toEqual([]);
});

test.each([
  ["REAL_TIME", "2026-09-30", "2026-10-09"],
  ["DAILY", "2026-11-05", "2026-11-09"],
  ["WEEKLY", "2026-11-05", "2026-11-13"],
  ["MONTHLY", "2026-10-26", "2026-11-27"],
  ["QUARTERLY", "2026-06-30", "2026-10-08"],
  ["YEARLY", "2025-03-31", "2026-04-02"],
  ["ON_CHANGE", "2020-01-01", null],
  [null, "2020-01-01", null],
] as const)("G25: what is declared %s and changed on %s has to change again by %s", (cycle, day, due) => {
  expect(nextDue(cycle, day)).toBe(due);
});

test("G25: silence of a system tells nothing: only what was seen unchanged on a later day is late", () => {
  const changed = { changedAt: new Date("2026-11-05T02:00:00Z"), observedSince: new Date("2026-01-01T00:00:00Z") };
  const seen = (seenAt: string) => freshnessOf("DAILY", { ...changed, seenAt: new Date(seenAt) }).late;
  expect([seen("2026-11-09T15:59:59Z"), seen("2026-11-09T16:00:00Z")]).toEqual([false, true]);
  const never = { changedAt: null, observedSince: new Date("2026-11-05T02:00:00Z") };
  expect(freshnessOf("DAILY", { ...never, seenAt: new Date("2026-11-06T02:00:00Z") })).toEqual({
    dueOn: "2026-11-09",
    late: false,
  });
});

const QUALITY = `query ($late: Boolean) { dataQuality(department: "human-resources", late: $late) {
  type dataset owner updateCycle changedAt dueOn late checks { item rule sampled failed } } }`;

test("G25: 政务数据共享条例第十八条: declared and real stand side by side, with the owner's rules; what is late is told to its owner, once", async () => {
  const checks = [
    { item: "AttendanceMonth.days", rule: "当月出勤与请假合计不超过31天", sampled: 900, failed: 3 },
    { item: "SocialInsurance.lastPaidMonth", rule: "最近缴费月份不早于首次缴费月份", sampled: 1_000, failed: 0 },
  ];
  const datasets = ["AttendanceMonth", "MedicalInsurance", "WageThreshold", "SocialInsurance"].map((type) => ({
    type,
    changes: "5",
    asOf: null,
  }));
  await store.keep("human-resources", { datasets, checks });
  const at = async (type: string, changed: string | null, seen: string): Promise<void> => {
    await owner.query(
      "update dataset_evidence set changed_at = $2, seen_at = $3, observed_since = '2026-01-05T00:00:00Z' where type = $1",
      [type, changed, seen],
    );
  };
  const seen = "2026-11-20T01:00:00Z";
  await at("AttendanceMonth", "2026-11-02T01:00:00Z", seen);
  await at("SocialInsurance", "2026-09-01T01:00:00Z", seen);
  await at("WageThreshold", null, seen);
  await at("MedicalInsurance", null, seen);
  office.at("2026-11-20T10:00");
  expect(await office.done("owner.human-resources", QUALITY)).toEqual([
    {
      type: "AttendanceMonth",
      dataset: expect.any(String),
      owner: "human-resources",
      updateCycle: "MONTHLY",
      changedAt: "2026-11-02T01:00:00.000Z",
      dueOn: "2026-12-04",
      late: false,
      checks: [checks[0]],
    },
    {
      type: "SocialInsurance",
      dataset: expect.any(String),
      owner: "human-resources",
      updateCycle: "MONTHLY",
      changedAt: "2026-09-01T01:00:00.000Z",
      dueOn: "2026-10-08",
      late: true,
      checks: [checks[1]],
    },
    expect.objectContaining({ type: "WageThreshold", changedAt: null }),
  ]);
  // Whoever needs the data sees it too; whoever the register does not know sees nothing.
  expect(await office.done("applicant.housing", QUALITY, { late: true })).toMatchObject([{ type: "SocialInsurance" }]);
  expect(await office.refused("nobody.housing", QUALITY)).toBe("HUB_OFFICER_UNKNOWN");

  const first = await recordLapses(office.database);
  // 医保's data in 人社's system is 医保's to bring up to date.
  const late = await office.database.sharingEvent.findMany({ where: { action: "DATA_LATE" }, orderBy: { id: "asc" } });
  expect(first.lateData).toBe(2);
  expect(late.map(({ matter, matterId, department, article }) => [matter, matterId, department, article])).toEqual([
    ["catalogue", "MedicalInsurance healthcare-security MONTHLY", "healthcare-security", 18],
    ["catalogue", "SocialInsurance human-resources MONTHLY", "human-resources", 18],
  ]);
  expect(late[1]?.detail).toMatchObject({ dueOn: "2026-10-08", updateCycle: "MONTHLY" });
  expect((await recordLapses(office.database)).lateData).toBe(0);
  // It changes, and is late once more: that is another day, and told anew.
  await at("SocialInsurance", "2026-11-20T01:00:00Z", seen);
  expect((await recordLapses(office.database)).lateData).toBe(0);
  await at("SocialInsurance", "2026-11-20T01:00:00Z", "2027-03-01T01:00:00Z");
  expect((await recordLapses(office.database)).lateData).toBe(1);
  await at("SocialInsurance", "2026-09-01T01:00:00Z", seen);
});

test("G25: statistics count, as of now, what is watched, what is late, and rules that a sample broke", async () => {
  const statistics = await office.done<readonly Record<string, unknown>[]>(
    "owner.human-resources",
    `{ sharingStatistics(from: "2026-01-01", to: "2026-12-31") { department datasetsWatched datasetsLate rules rulesBroken } }`,
  );
  expect(statistics.find(({ department }) => department === "human-resources")).toEqual({
    department: "human-resources",
    datasetsWatched: 3,
    datasetsLate: 1,
    rules: 2,
    rulesBroken: 1,
  });
});

test("G25: 政务数据共享条例第十七条: everybody may read the catalogue, without data and without important data, and a year's sharing in numbers, none below five", async () => {
  const asked: string[] = [];
  const ask: AskHub = async (query, variables) => {
    asked.push(query);
    return dataOf(await office.as("authority.data-administration", query, variables));
  };
  const publication = await gatherPublication(ask, 2026);
  const { items } = catalogueOfFile()();
  expect(publication.items.map(({ coordinate }) => coordinate).sort()).toEqual(
    items.flatMap(({ coordinate, importance }) => (importance === "GENERAL" ? [coordinate] : [])).sort(),
  );
  expect(asked.length).toBeGreaterThan(2);
  const address = publication.items.find(({ coordinate }) => coordinate === "Person.address");
  expect(address).toMatchObject({ owner: "漯河市公安局", share: "CONDITIONAL", updateCycle: "REAL_TIME" });
  expect(publication.items.find(({ coordinate }) => coordinate === "PoliceCase.category")).toMatchObject({
    share: "NOT_SHARED",
    basis: expect.stringContaining("刑事诉讼法第五十四条第三款"),
  });
  const [counts] = publication.counts.filter(({ department }) => department === "human-resources");
  expect(counts).toMatchObject({ datasetsWatched: null, datasetsLate: null });

  const files = publicationFiles(publication);
  expect([...files.keys()]).toEqual([
    "index.html",
    "catalogue.csv",
    "catalogue.json",
    "report-2026.html",
    "report-2026.json",
  ]);
  expect(JSON.parse(files.get("report-2026.json") ?? "")).toEqual({ year: 2026, departments: publication.counts });
  expect(files.get("catalogue.csv")?.split("\r\n").length).toBe(publication.items.length + 2);
  expect([...files.values()].join("")).not.toMatch(/<script|"level"|"mask"|importance/);
});

test("G25: what is published cannot carry more than it says: a name of the catalogue is text, in a page and in a sheet", () => {
  const item = {
    coordinate: "A.b",
    dataset: "=HYPERLINK(1)",
    name: '<img src="x">',
    owner: "某局",
    theme: null,
    format: "String",
    share: "CONDITIONAL",
    basis: null,
    updateCycle: "DAILY",
    sharingMethod: null,
    conditions: null,
  } as const;
  const files = publicationFiles({ items: [item], year: 2026, counts: [] });
  expect(files.get("index.html")).toContain("&lt;img src=&quot;x&quot;&gt;");
  expect(files.get("catalogue.csv")).toContain(
    `"'=HYPERLINK(1)","<img src=""x"">","某局","","String","有条件共享","","每日"`,
  );
  const wide = publicationFiles({ items: [{ ...item, dataset: "＝1+1" }], year: 2026, counts: [] });
  expect(wide.get("catalogue.csv")).toContain(`"'＝1+1"`);
});
