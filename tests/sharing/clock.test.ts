import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { recordLapses, watchLapses } from "../../subgraphs/sharing/clock/record-lapses.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, matters, STEPS } from "./steps.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice("clock");
});
beforeEach(() => {
  office.at("2026-11-02T09:00");
});
afterAll(() => office.close());

const TERM = `query ($id: ID!) { application(id: $id) { reviews { term { dueOn state remaining overdue provisional } } } }`;
const termOf = async (id: string): Promise<object> => {
  const { reviews } = await office.done<{ reviews: { term: object }[] }>("owner.public-security", TERM, { id });
  return reviews[0]?.term ?? {};
};

test("第二十一条: an extension needs the authority's consent, is asked for in time, and once", async () => {
  const id = await matters(office).received();
  expect(await termOf(id)).toMatchObject({ dueOn: "2026-11-16" });
  const asked = await office.done<{ id: string }>("owner.public-security", STEPS.requestExtension, { id });
  expect(await termOf(id)).toMatchObject({ dueOn: "2026-11-16" });
  const answer = { id: asked.id, consent: true };
  await office.done("authority.data-administration", STEPS.answerExtension, answer);
  expect(await termOf(id)).toMatchObject({ dueOn: "2026-11-23" });
  expect(await office.refused("owner.public-security", STEPS.requestExtension, { id })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  const TOO_LONG = `mutation ($id: ID!) { requestExtension(application: $id, days: 11, reason: "案情复杂") { id } }`;
  const other = await matters(office).received();
  expect(await office.refused("owner.public-security", TOO_LONG, { id: other })).toBe("HUB_APPLICATION_INVALID");
  office.at("2026-11-17T09:00");
  expect(await office.refused("owner.public-security", STEPS.requestExtension, { id: other })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
});

test("第二十一条: silence gives nothing; the lapse is recorded once, and the late answer stays late", async () => {
  const id = await matters(office).received();
  office.at("2026-11-17T00:01");
  expect(await termOf(id)).toMatchObject({ state: "OVERDUE", overdue: 1 });
  expect((await recordLapses(office.database)).overdue).toBeGreaterThan(0);
  expect(
    (await Promise.all([recordLapses(office.database), recordLapses(office.database)])).map((r) => r.overdue),
  ).toEqual([0, 0]);
  const { reviews } = await office.database.application.findUniqueOrThrow({
    where: { id: Number(id) },
    include: { reviews: true },
  });
  const evidence = { action: "OVERDUE", matter: "review", matterId: String(reviews[0]?.id) };
  expect(await office.database.sharingEvent.findMany({ where: evidence })).toMatchObject([
    { article: 21, department: "public-security", before: null, after: null, detail: { dueOn: "2026-11-16" } },
  ]);
  expect(await office.database.grant.count({ where: { applicationId: Number(id) } })).toBe(0);
  await office.done("owner.public-security", STEPS.decideItems, { id, decisions: DECISIONS });
  await office.done("reviewer.public-security", STEPS.confirmDecision, { id });
  expect(await termOf(id)).toMatchObject({ state: "LATE", overdue: 1 });
});

test("第二十一条: a refusal states its reason, and a decision covers every item and no other's", async () => {
  const id = await matters(office).received();
  const [name, address] = DECISIONS;
  const decide = (decisions: readonly unknown[]): Promise<string> =>
    office.refused("owner.public-security", STEPS.decideItems, { id, decisions });
  expect(await decide([name])).toBe("HUB_APPLICATION_INVALID");
  expect(await decide([name, { coordinate: "Person.address", decision: "REFUSED", reason: " " }])).toBe(
    "HUB_APPLICATION_INVALID",
  );
  expect(await decide([name, { coordinate: "Person.address", decision: "CLEAR" }])).toBe("HUB_APPLICATION_INVALID");
  expect(await decide([name, address, { coordinate: "Person.birthDate", decision: "CLEAR" }])).toBe(
    "HUB_APPLICATION_INVALID",
  );
  expect(await decide([name, address, address])).toBe("HUB_APPLICATION_INVALID");
  expect(await decide([name, address])).toBe("allowed");
});

test("第二十条: each of the five statements is demanded", async () => {
  const submit = (change: object): Promise<string> =>
    office.refused("applicant.human-resources", STEPS.submitApplication, { input: { ...APPLICATION, ...change } });
  for (const field of ["legalBasis", "scenario", "usageScope"]) {
    expect([field, await submit({ [field]: "  " })]).toEqual([field, "HUB_APPLICATION_INVALID"]);
    expect(await submit({ [field]: null })).toContain(`Expected non-nullable type "String!" not to be null`);
  }
  for (const legalBasis of ["某办法第三条", "社会救助暂行办法", "豫人社办〔2025〕35号第一条"])
    expect([legalBasis, await submit({ legalBasis })]).toEqual([legalBasis, "HUB_APPLICATION_INVALID"]);
  expect(await submit({ sharingMethod: null })).toContain("SharingMethod!");
  expect(await submit({ validTo: null })).toContain("DateTime!");
  expect(await submit({ validTo: "2026-11-01T00:00:00Z" })).toBe("HUB_APPLICATION_INVALID");
  expect(await submit({ rowScope: [] })).toBe("HUB_APPLICATION_INVALID");
});

test("第十七条: an update of the catalogue is extended once, in time and with consent; handed in whole, it is published in time", async () => {
  const { done, refused } = office;
  const all = matters(office);
  const TERM_OF = `query { catalogueUpdates { edges { node { id state extensionDays term { dueOn state } } } } }`;
  const read = async (id: string): Promise<unknown> =>
    (await done<{ edges: { node: { id: string } }[] }>("auditor.housing", TERM_OF)).edges
      .map(({ node }) => node)
      .find((update) => update.id === id);
  const id = await all.update();
  expect(await read(id)).toEqual({
    id,
    state: "DUE",
    extensionDays: 0,
    term: { dueOn: "2026-11-16", state: "RUNNING" },
  });

  const TOO_LONG = `mutation ($id: ID!) { requestUpdateExtension(update: $id, days: 6, reason: "r") { id } }`;
  expect(await refused("owner.public-security", TOO_LONG, { id })).toBe("HUB_APPLICATION_INVALID");
  await done("owner.public-security", STEPS.requestUpdateExtension, { id });
  expect(await read(id)).toMatchObject({ term: { dueOn: "2026-11-16" } });
  await done("authority.data-administration", STEPS.answerUpdateExtension, { id, consent: true });
  expect(await read(id)).toMatchObject({ state: "EXTENDED", extensionDays: 5, term: { dueOn: "2026-11-23" } });
  expect(await refused("owner.public-security", STEPS.requestUpdateExtension, { id })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );

  const complete = (officer: string): Promise<string> => refused(officer, STEPS.completeCatalogueUpdate, { id });
  expect(await complete("reviewer.public-security")).toBe("HUB_APPLICATION_INVALID");
  const change = await done<{ id: string }>("owner.public-security", STEPS.proposeCatalogueChange, { update: id });
  expect(await complete("reviewer.public-security")).toBe("HUB_APPLICATION_INVALID");
  office.at("2026-11-20T09:00");
  await done("reviewer.public-security", STEPS.approveCatalogueChange, { id: change.id });
  expect(await complete("reviewer.public-security")).toBe("allowed");
  expect(await read(id)).toMatchObject({ state: "DONE", term: { state: "KEPT" } });
  expect(await refused("owner.public-security", STEPS.proposeCatalogueChange, { update: id })).toBe("HUB_NOT_FOUND");

  const DUE = `{ dueDates { matter id department term { article limit dueOn } } }`;
  const duty = {
    matter: "change",
    id: change.id,
    department: "data-administration",
    term: { article: 17, limit: 2, dueOn: "2026-11-24" },
  };
  expect(await done("authority.data-administration", DUE)).toContainEqual(duty);
  expect(await done("owner.public-security", DUE)).not.toContainEqual(duty);
  office.at("2026-11-25T09:00");
  await recordLapses(office.database);
  expect(
    await office.database.sharingEvent.findMany({
      where: { action: "OVERDUE", matter: "change", matterId: change.id },
    }),
  ).toMatchObject([{ article: 17, department: "data-administration" }]);
  await done("authority.data-administration", STEPS.auditCatalogueChange, { id: change.id, approve: false });
  const CHANGES = `{ catalogueChanges(state: REFUSED) { edges { node { id publicationTerm { state dueOn } } } } }`;
  const node = { id: change.id, publicationTerm: { state: "LATE", dueOn: "2026-11-24" } };
  expect(await done("auditor.housing", CHANGES)).toEqual({ edges: [{ node }] });
});

test("第十七条: an extension does not cure an update that is late, and no update is called for a day to come", async () => {
  const id = await matters(office).update();
  office.at("2026-11-17T09:00");
  expect(await office.refused("owner.public-security", STEPS.requestUpdateExtension, { id })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  office.at("2026-11-01T09:00");
  expect(await office.refused("owner.public-security", STEPS.callCatalogueUpdate)).toBe("HUB_APPLICATION_INVALID");
  expect(await office.refused("owner.housing", STEPS.callCatalogueUpdate)).toBe("HUB_STEP_REFUSED WRONG_DEPARTMENT");
});

describe("第二十一条: unconditionally shared data", () => {
  test("is applied for and answered by rule the moment the head consents, with a grant in use", async () => {
    const id = await matters(office).submitted([
      { coordinate: "Enterprise.name", outcome: "CLEAR" },
      { coordinate: "Query.constructionProjects", outcome: "CLEAR" },
    ]);
    const CONSENT = `mutation ($id: ID!) { consentToApplication(application: $id) { state reviews { id }
      grants { provider state byRule } items { decision byRule } } }`;
    expect(await office.done("reviewer.human-resources", CONSENT, { id })).toEqual({
      state: "DECIDED",
      reviews: [],
      grants: [
        { provider: "enterprise", state: "ACTIVE", byRule: true },
        { provider: "housing", state: "ACTIVE", byRule: true },
      ],
      items: [
        { decision: "CLEAR", byRule: true },
        { decision: "CLEAR", byRule: true },
      ],
    });
  });
});

describe("第十五条: what is not shared", () => {
  test("cannot be applied for; the attempt counts as demand", async () => {
    const closed = (await import("../../subgraphs/sharing/catalogue/load-catalogue.ts"))
      .catalogueOfFile()()
      .items.find(({ share }) => share === "NOT_SHARED");
    const submit = (coordinate: string): Promise<string> =>
      office.refused("applicant.human-resources", STEPS.submitApplication, {
        input: { ...APPLICATION, items: [{ coordinate, outcome: "CLEAR" }] },
      });
    if (closed) expect(await submit(closed.coordinate)).toBe("HUB_NOT_SHARED");
    expect(await submit("Person.shoeSize")).toBe("HUB_UNKNOWN_COORDINATE");
    expect(await submit("Person.__proto__")).toBe("HUB_UNKNOWN_COORDINATE");
    expect(await submit("constructor")).toBe("HUB_UNKNOWN_COORDINATE");
    const UNMET = `{ unmetDemand(from: "2026-11-01", to: "2026-12-01") { coordinate reason departments times } }`;
    const unmet = (officer: string): Promise<unknown> => office.done(officer, UNMET);
    // R13: what was asked for in vain counts from five times on, and an applicant's own words are not shown.
    const words = { coordinate: null, reason: "HUB_UNKNOWN_COORDINATE", departments: 1 };
    expect(await unmet("authority.data-administration")).toEqual([]);
    for (const coordinate of ["Person.wangDoesNotPay", "张三.欠款"]) await submit(coordinate);
    for (let times = 1; closed && times < 5; times += 1) await submit(closed.coordinate);
    const closedFive = { coordinate: closed?.coordinate, reason: "HUB_NOT_SHARED", departments: 1, times: 5 };
    expect(await unmet("authority.data-administration")).toEqual([
      ...(closed ? [closedFive] : []),
      { ...words, times: 5 },
    ]);
    expect(await unmet("applicant.human-resources")).toEqual([]);
  });
});

describe("a grant's time", () => {
  test("expires by itself, and what comes after is a new application that begins where the old one ended", async () => {
    const id = await matters(office).active();
    const renewed = await office.done<{ id: string }>("applicant.human-resources", STEPS.renewGrant, { id });
    await office.done("reviewer.human-resources", STEPS.consentToApplication, { id: renewed.id });
    await office.done("owner.public-security", STEPS.decideItems, { id: renewed.id, decisions: DECISIONS });
    const { grants } = await office.done<{ grants: { id: string }[] }>(
      "reviewer.public-security",
      STEPS.confirmDecision,
      { id: renewed.id },
    );
    const next = grants[0]?.id ?? "";
    const ACTIVATE = `mutation ($id: ID!) { activateGrant(grant: $id) { state validFrom validTo } }`;
    expect(await office.done("owner.public-security", ACTIVATE, { id: next })).toEqual({
      state: "ACTIVE",
      validFrom: "2027-11-01T16:00:00.000Z",
      validTo: "2028-11-01T16:00:00.000Z",
    });
    office.at("2027-11-02T00:00");
    expect((await recordLapses(office.database)).expired).toBeGreaterThan(0);
    const STATE = `query ($id: ID!) { grant(id: $id) { state } }`;
    expect(await office.done("applicant.human-resources", STATE, { id })).toEqual({ state: "EXPIRED" });
    expect(await office.done("applicant.human-resources", STATE, { id: next })).toEqual({ state: "ACTIVE" });
  });
});

test("lapses are recorded without anybody asking, until the watch ends", async () => {
  await matters(office).received();
  office.at("2026-12-31T00:00");
  const count = (): Promise<number> => office.database.sharingEvent.count({ where: { action: "OVERDUE" } });
  const before = await count();
  const end = watchLapses(office.database, () => undefined, 20);
  for (let turn = 0; turn < 200 && (await count()) === before; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  end();
  expect(await count()).toBeGreaterThan(before);
});

/** What the office's outbox has of a matter, by kind, in the order in which it was written. */
const outboxOf = async (key: string): Promise<readonly string[]> => {
  const rows = await office.database.$queryRaw<
    { type: string }[]
  >`select type from outbox where key = ${key} order by position`;
  return rows.map(({ type }) => type).filter((type) => !type.endsWith("Changed"));
};

const recordTwice = () => Promise.all([recordLapses(office.database), recordLapses(office.database)]);

test("20.5: an answer that is nearly due is told of once, of a new day once more, and that it is overdue once; a clock that is set back repeats nothing", async () => {
  const id = await matters(office).received();
  const { reviews } = await office.database.application.findUniqueOrThrow({
    where: { id: Number(id) },
    include: { reviews: true },
  });
  const matterId = String(reviews[0]?.id);
  const told = async (): Promise<unknown[]> => {
    const where = { matter: "review", matterId, action: { in: ["DUE_SOON", "OVERDUE"] } };
    const found = await office.database.sharingEvent.findMany({ where, orderBy: { id: "asc" } });
    return found.map(({ action, detail }) => [action, (detail as { dueOn: string }).dueOn]);
  };
  await recordTwice();
  office.at("2026-11-11T23:59");
  await recordTwice();
  expect(await told()).toEqual([]);
  office.at("2026-11-12T00:00");
  await recordTwice();
  expect(await told()).toEqual([["DUE_SOON", "2026-11-16"]]);
  const asked = await office.done<{ id: string }>("owner.public-security", STEPS.requestExtension, { id });
  await office.done("authority.data-administration", STEPS.answerExtension, { id: asked.id, consent: true });
  await recordTwice();
  expect(await told()).toEqual([["DUE_SOON", "2026-11-16"]]);
  // Nobody looked on the day on which it came near: it is told on the next on which somebody does.
  office.at("2026-11-20T09:00");
  await recordTwice();
  office.at("2026-11-24T00:00");
  await recordTwice();
  const all = [
    ["DUE_SOON", "2026-11-16"],
    ["DUE_SOON", "2026-11-23"],
    ["OVERDUE", "2026-11-23"],
  ];
  expect(await told()).toEqual(all);
  for (const day of ["2026-11-12", "2026-11-23", "2026-11-30"]) {
    office.at(`${day}T09:00`);
    await recordTwice();
  }
  expect(await told()).toEqual(all);
  expect(await outboxOf(id)).toEqual(["applicationDue", "applicationDue", "applicationDue"]);
});

test("20.5: a term that ran out while nobody looked is told of as overdue alone, and not as near after the clock was set back", async () => {
  const id = await matters(office).received();
  office.at("2026-11-17T00:00");
  await recordTwice();
  office.at("2026-11-16T09:00");
  await recordTwice();
  expect(await outboxOf(id)).toEqual(["applicationDue"]);
});

test("20.5: a grant that nears its end is told of once, thirty days before; data that nearly has to flow by its own kind", async () => {
  const granted = await matters(office, { validTo: "2026-12-31T16:00:00Z" }).granted();
  office.at("2026-12-01T23:59");
  await recordTwice();
  expect(await outboxOf(granted)).toEqual(["grantDue"]);
  await office.done("owner.public-security", STEPS.activateGrant, { id: granted });
  office.at("2026-12-02T00:00");
  await recordTwice();
  office.at("2026-11-25T09:00");
  await recordTwice();
  office.at("2026-12-20T09:00");
  await recordTwice();
  expect(await outboxOf(granted)).toEqual(["grantDue", "grantEnding"]);
});

test("第二十条: both departments are told before a basis ends, once, and what rests on it ends with it", async () => {
  office.at("2025-10-20T09:00");
  const more = { legalBasis: "豫人社办〔2025〕35号第一条", purposeCode: "SUBSIDY", validTo: "2025-12-31T15:00:00Z" };
  const id = await matters(office, more).active();
  const lasting = await matters(office, { validTo: "2026-10-01T00:00:00Z" }).active();
  expect((await recordLapses(office.database)).basisEnding).toBe(0);
  office.at("2025-11-03T09:00");
  const told = await Promise.all([recordLapses(office.database), recordLapses(office.database)]);
  expect(told.reduce((sum, { basisEnding }) => sum + basisEnding, 0)).toBe(1);
  const notices = await office.database.sharingEvent.findMany({ where: { action: "BASIS_ENDING" } });
  expect(notices).toMatchObject([
    { matter: "grant", matterId: id, department: "public-security", article: 20, detail: { endsOn: "2025-12-31" } },
  ]);
  expect(notices.map(({ matterId }) => matterId)).not.toContain(lasting);
  const BASES = `query ($id: ID!) { grant(id: $id) { bases { title number article rank validFrom validTo inForce verified } } }`;
  expect(await office.done("applicant.human-resources", BASES, { id })).toEqual({
    bases: [
      {
        title: "河南省失业保险稳岗返还政策",
        number: "豫人社办〔2025〕35号",
        article: "第一条",
        rank: "LOCAL_DOCUMENT",
        validFrom: "2025-01-01",
        validTo: "2025-12-31",
        inForce: true,
        verified: false,
      },
    ],
  });
  office.at("2026-01-01T00:01");
  await recordLapses(office.database);
  expect(await office.database.grant.findUnique({ where: { id: Number(id.slice(1)) } })).toMatchObject({
    state: "EXPIRED",
  });
});
