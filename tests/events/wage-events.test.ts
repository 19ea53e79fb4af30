import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { buildSchema, parse, validate } from "graphql";
import { pino } from "pino";
import { smallCity, type SmallCity } from "../../demo/city/small-city.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { eventsFromDatabase, type EventStore } from "../../gateway/events/event-store.ts";
import { qualityFromDatabase, type QualityStore } from "../../gateway/quality/quality-store.ts";
import { assessDay } from "../../subgraphs/human-resources/wages/monitor/assess-day.ts";
import { matchFirms } from "../../subgraphs/enterprise/offers/match-firms.ts";
import { MONITOR as OFFER_MONITOR } from "../../subgraphs/enterprise/offers/monitor.ts";
import { watchOffers } from "../../subgraphs/enterprise/offers/watch-offers.ts";
import { MONITOR } from "../../subgraphs/human-resources/wages/monitor/monitor.ts";
import { recordLapses } from "../../subgraphs/sharing/clock/record-lapses.ts";
import { dataOf } from "../../subgraphs/kit/ask-hub.ts";
import { openStatements } from "../../subgraphs/kit/postgres/statements.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { openOffice, type Office } from "../sharing/office.ts";
import { matters, STEPS } from "../sharing/steps.ts";
import { testDatabase } from "../test-database.ts";
import { subscribe, type SubscribeOptions, type Told } from "./subscriber.ts";

/** Events from end to end: 人社 assesses, its outbox tells that a level has changed, and a subscriber is given the row, governed and recorded. */

const TODAY = "2026-10-31";

const GRANTS = readFileSync("demo/sharing/grants.yaml", "utf8");

let folder: string;
let small: SmallCity;
let city: GovernedCity;
let store: EventStore;
let quality: QualityStore;
let url = "";
let storeUrl = "";
let office: Office;
const logger = pino({ level: "silent" });

beforeAll(async () => {
  small = await smallCity(testDatabase, "events");
  // The workflow is served to be asked; its steps are the office's.
  jest.spyOn(console, "error").mockReturnValue(undefined);
  office = await openOffice("events");
  storeUrl = office.gatewayUrl;
  store = eventsFromDatabase(storeUrl, logger);
  folder = mkdtempSync(join(tmpdir(), "event-grants-"));
  const grants = join(folder, "grants.yaml");
  writeFileSync(grants, GRANTS);
  const serviceUrls = { sharing: office.servedUrl };
  quality = qualityFromDatabase(storeUrl, logger);
  const kept = { events: store, quality };
  city = await startGovernedCity({ ledgerName: "ledger_events", own: small, ...kept, grants, serviceUrls });
  ({ url } = await city.gateway.listen({ port: 0 }));
}, 60_000);
afterAll(async () => {
  await city.stop();
  await store.close();
  await quality.close();
  await office.close();
  await small.close();
  rmSync(folder, { recursive: true });
});

test("G25: the gateway asks every department at its door how its data is, sealed like any fetch, and keeps what it says", async () => {
  const QUALITY = `{ dataQuality(department: "housing") { type observedSince changedAt checks { item sampled failed } } }`;
  type Told = { readonly type: string; readonly checks: readonly { readonly sampled: number }[] };
  const kept = () => office.done<readonly Told[]>("owner.housing", QUALITY);
  for (let tries = 0; tries < 200 && (await kept()).length === 0; tries += 1) await pause(50);
  const project = (await kept()).find(({ type }) => type === "ConstructionProject");
  expect(project).toMatchObject({ changedAt: null, checks: [{ failed: 0 }, { failed: 0 }] });
  expect(project?.checks[0]?.sampled).toBeGreaterThan(0);
});

const WARNINGS = `
  subscription Warnings($eventDay: Date!) {
    wageWarningChanged {
      code
      wageWarning(asOf: $eventDay) { level asOf owedWorkers owedAmount }
      generalContractor { taxCredits { arrears } }
    }
  }`;

/** Subscribes as an officer of 欠薪预警: the city's, unless another app is named. */
const as = (officer: string, more: Partial<SubscribeOptions> = {}, app = "wage-warning") =>
  subscribe({
    url: () => url,
    query: WARNINGS,
    headers: async () => ({
      authorization: `Bearer ${await city.tokenOf(app, officer)}`,
      "x-purpose": "WAGE_WARNING",
      "x-case": encodeURIComponent("RS-2026-0015"),
      "x-on-denied": "quiet",
    }),
    ...more,
  });

const assess = () =>
  assessDay({
    ask: async (query, variables) => dataOf(await city.askAs(MONITOR.app, query, variables, { officer: null })),
    asOf: TODAY,
    divisions: ["4111"],
  });

const projectOf = (kind: string): string =>
  small.manifest.wages.find((story) => story.kind === kind)?.projectCode ?? "";

test("a warning that is raised reaches a subscriber as the row that it may see, masked and denied as in any answer, and on record", async () => {
  const subscriber = as("hr-sun");
  await subscriber.open();
  const levels = await assess();
  const raised = levels.YELLOW + levels.ORANGE + levels.RED;
  expect(raised).toBeGreaterThan(5);
  const told = await subscriber.until(raised);
  expect(told).toHaveLength(raised);
  const code = projectOf("twoMonthsOwed");
  const one = told.find(({ data }) => (data?.["wageWarningChanged"] as { code: string }).code === code);
  expect(one).toEqual({
    data: {
      wageWarningChanged: {
        code,
        wageWarning: { level: "RED", asOf: TODAY, owedWorkers: expect.any(Number), owedAmount: expect.any(Number) },
        generalContractor: { taxCredits: [{ arrears: null }] },
      },
    },
    extensions: {
      event: { id: expect.stringMatching(/^\d+$/), type: "wageWarningChanged", at: expect.stringMatching(/Z$/) },
      sharing: expect.objectContaining({
        denials: [expect.objectContaining({ coordinate: "TaxCredit.arrears", reason: "NO_GRANT" })],
        receipt: expect.objectContaining({ id: expect.any(String) }),
      }),
    },
  });
  const own = city.records.filter(({ app }) => app === "wage-warning");
  expect(own[0]).toMatchObject({ decision: "DRY_RUN", officer: "hr-sun", rowCount: 0 });
  expect(own.slice(1).map(({ decision }) => decision)).toEqual(told.map(() => "PARTIAL"));
  expect(one?.extensions?.sharing?.receipt?.index).toBeGreaterThan(0);
  subscriber.leave();
}, 60_000);

/** A row of 人社's outbox, as its trigger writes one. */
const changed = (code: string, division: string) =>
  small.ask("human-resources", "insert into outbox (type, key, division_code, day) values ($1, $2, $3, $4)", [
    "wageWarningChanged",
    code,
    division,
    TODAY,
  ]);

interface Project {
  readonly code: string;
  readonly division: string;
}

/** Two projects in 源汇区 and two elsewhere. */
const projects = async (): Promise<readonly [Project, Project, Project, Project]> => {
  const of = (isInside: boolean) =>
    small.ask<Project>(
      "housing",
      `select code, division_code as division from construction_project where division_code ${isInside ? "" : "not "}like '411102%' order by code limit 2`,
    );
  return [...(await of(true)), ...(await of(false))] as unknown as readonly [Project, Project, Project, Project];
};

const codesIn = (told: readonly Told[]): readonly string[] =>
  told.map(({ data }) => (data?.["wageWarningChanged"] as { code: string }).code);

test("an event in another's district is nobody's to know: it is neither told nor asked about", async () => {
  const [here, , elsewhere] = await projects();
  const [officer, chief] = [as("hr-li", {}, "yuanhui-wage-warning"), as("hr-sun")];
  await Promise.all([officer.open(), chief.open()]);
  const before = city.records.length;
  for (const { code, division } of [elsewhere, here]) await changed(code, division);
  expect(codesIn(await chief.until(2))).toEqual([elsewhere.code, here.code]);
  expect(codesIn(await officer.until(1))).toEqual([here.code]);
  const own = city.records.slice(before).map(({ officer: name }) => name);
  expect(own.sort()).toEqual(["hr-li", "hr-sun", "hr-sun"]);
  officer.leave();
  chief.leave();
}, 60_000);

test("a revocation silences the stream at the next event, and opens no other; what is granted again is told from then on", async () => {
  const [one, two] = await projects();
  const [subscriber, witness] = [as("hr-sun"), as("hr-sun")];
  await Promise.all([subscriber.open(), witness.open()]);
  const seen = async (): Promise<boolean> => {
    const query = `{ constructionProject(code: "${one.code}") { wageWarning(asOf: "${TODAY}") { level } } }`;
    return (await city.askAs("wage-warning", query)).errors === undefined;
  };
  const grant = async (text: string, isGiven: boolean): Promise<void> => {
    writeFileSync(join(folder, "grants.yaml"), text);
    while ((await seen()) !== isGiven) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await grant(GRANTS.replace("WageWarning.*: CLEAR", "WageWarning.asOf: CLEAR"), false);
  const records = () => city.records.filter(({ decision }) => decision !== "DRY_RUN").length;
  const before = records();
  await changed(one.code, one.division);
  const refused = as("hr-sun");
  await refused.until(1);
  expect(refused.told[0]).toMatchObject({
    errors: [{ extensions: { code: "HUB_FIELD_DENIED", coordinate: "WageWarning.level", reason: "NO_GRANT" } }],
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(records()).toBe(before);
  await grant(GRANTS, true);
  await changed(two.code, two.division);
  expect(codesIn(await subscriber.until(1))).toEqual([two.code]);
  expect(codesIn(await witness.until(1))).toEqual([two.code]);
  subscriber.leave();
  witness.leave();
}, 60_000);

test("what happens while a client is away, or its gateway is, is told once it is back, in order and once; three gateways share the work", async () => {
  const all = await projects();
  const others = await Promise.all(
    [1, 2].map(async () => {
      const events = eventsFromDatabase(storeUrl, logger);
      const gateway = await createGateway({
        supergraph: "schema/supergraph.graphql",
        upstream: Object.fromEntries(city.urls),
        governance: city.governance,
        seals: city.seals.hubSide,
        ledger: city.ledger,
        events,
        logger,
      });
      const listening = await gateway.listen({ port: 0 });
      const close = async () => {
        await gateway.close();
        await events.close();
      };
      return { url: listening.url, close };
    }),
  );
  let [place = url] = others.map((other) => other.url);
  const subscriber = as("hr-sun", { resumes: true, url: () => place });
  await subscriber.open();
  await changed(all[0].code, all[0].division);
  await subscriber.until(1);
  // Its gateway goes; the client finds another.
  place = others[1]?.url ?? url;
  await Promise.all([others[0]?.close(), changed(all[1].code, all[1].division), changed(all[2].code, all[2].division)]);
  await subscriber.until(3);
  // It is away itself.
  const last = subscriber.told.at(-1)?.extensions?.event?.id ?? "";
  subscriber.leave();
  await changed(all[3].code, all[3].division);
  await changed(all[0].code, all[0].division);
  const back = as("hr-sun", { after: last, url: () => place });
  await back.until(2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(codesIn([...subscriber.told, ...back.told])).toEqual([0, 1, 2, 3, 0].map((at) => all[at]?.code));
  const ids = [...subscriber.told, ...back.told].map(({ extensions }) => Number(extensions?.event?.id));
  expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
  expect(await small.ask("human-resources", "select from outbox")).toHaveLength(0);
  back.leave();
  await others[1]?.close();
}, 60_000);

test("an id after which not everything is kept is refused, not passed over; so is one that nobody gave", async () => {
  const lost = as("hr-sun", { after: "999999999" });
  await lost.until(1);
  expect(lost.told[0]).toMatchObject({ errors: [{ extensions: { code: "HUB_EVENTS_GONE" } }] });
  const other = as("hr-sun", { after: "yesterday" });
  await other.until(1);
  expect(other.told[0]).toMatchObject({ errors: [{ extensions: { code: "HUB_HEADER_INVALID" } }] });
});

test("a subscription that does not select what the event is about is refused, and so is one that gives the hub's variables itself", async () => {
  const blind = as("hr-sun", { query: "subscription { wageWarningChanged { code } }" });
  await blind.until(1);
  const own = as("hr-sun", { variables: { eventDay: "2020-01-01" } });
  await own.until(1);
  for (const { told } of [blind, own])
    expect(told[0]).toMatchObject({ errors: [{ extensions: { code: "HUB_SUBSCRIPTION_INVALID" } }] });
});

/** By the workflow's own rule every registered app reaches the workflow; a file of grants says so by hand. */
const WORKFLOW = `
  - id: workflow/wage-warning
    consumer: { app: wage-warning }
    purpose: { code: DATA_SHARING, name: 政务数据共享管理, basis: 政务数据共享条例 }
    validTo: "2027-12-31T00:00:00Z"
    items: {}
  - id: workflow/enterprise-360
    consumer: { app: enterprise-360 }
    purpose: { code: DATA_SHARING, name: 政务数据共享管理, basis: 政务数据共享条例 }
    validTo: "2027-12-31T00:00:00Z"
    items: {}
`;

/** Subscribes to the workflow, by whichever app may look into it. */
const hear = (app: string, officer: string, query: string) =>
  subscribe({
    url: () => url,
    query,
    headers: async () => ({
      authorization: `Bearer ${await city.tokenOf(app, officer)}`,
      "x-purpose": "DATA_SHARING",
      "x-on-denied": "quiet",
    }),
  });

test("20.5: each step on a grant and on its application is told to the departments that it concerns, and to nobody else", async () => {
  await office.registered("hr-sun", "human-resources", "APPLICANT");
  await office.registered("qy-zheng", "enterprise", "APPLICANT");
  writeFileSync(join(folder, "grants.yaml"), GRANTS + WORKFLOW);
  const granted = "subscription { grantChanged { id state app { id } } }";
  const own = hear("wage-warning", "hr-sun", granted);
  await own.open();
  expect([own.ended(), own.told]).toEqual([undefined, []]);
  const steps = hear("wage-warning", "hr-sun", "subscription { applicationChanged { id state } }");
  const stranger = hear("enterprise-360", "qy-zheng", granted);
  await Promise.all([steps.open(), stranger.open()]);
  const grant = await matters(office).active();
  await office.done("owner.public-security", STEPS.suspendGrant, { id: grant });
  const states = (await own.until(3)).map(({ data }) => data?.["grantChanged"] as { id: string; state: string });
  expect(new Set(states.map(({ id }) => id))).toEqual(new Set([grant]));
  expect(states.at(-1)?.state).toBe("SUSPENDED");
  const cases = await steps.until(4);
  expect(cases.every(({ data }) => (data?.["applicationChanged"] as { state: string }).state !== "")).toBe(true);
  expect(stranger.told).toEqual([]);
  for (const stream of [own, steps, stranger]) stream.leave();
  writeFileSync(join(folder, "grants.yaml"), GRANTS);
}, 60_000);

test("20.5: what the calendar says of an application or a grant is told without anybody's step: nearly due, overdue, about to end", async () => {
  const known = async (): Promise<boolean> =>
    (await city.askAs("wage-warning", "{ me { id } }", undefined, { purpose: "DATA_SHARING" })).errors === undefined;
  writeFileSync(join(folder, "grants.yaml"), GRANTS + WORKFLOW);
  while (!(await known())) await new Promise((resolve) => setTimeout(resolve, 20));
  const fields = {
    grantDue: "id deliveryTerm { dueOn }",
    grantEnding: "id validTo",
    applicationDue: "id reviews { provider term { dueOn } }",
  };
  const streams = Object.entries(fields).map(([event, selection]) =>
    hear("wage-warning", "hr-sun", `subscription { ${event} { ${selection} } }`),
  );
  await Promise.all(streams.map((stream) => stream.open()));
  // Far from today, whose calendar the served workflow goes by.
  office.at("2027-11-08T09:00");
  const unanswered = await matters(office, { validTo: "2028-11-01T16:00:00Z" }).received();
  const slow = await matters(office, { validTo: "2027-12-20T16:00:00Z" }).granted();
  office.at("2027-12-03T09:00");
  await recordLapses(office.database);
  const about = async (at: number, id: string): Promise<unknown> => {
    const rows = () => streams[at]?.told.flatMap(({ data }) => Object.values(data ?? {}) as { id: string }[]) ?? [];
    for (let count = 1; !rows().some((row) => row.id === id); count += 1) await streams[at]?.until(count);
    return rows().find((row) => row.id === id);
  };
  expect(await about(0, slow)).toEqual({ id: slow, deliveryTerm: { dueOn: "2027-12-06" } });
  expect(await about(1, slow)).toEqual({ id: slow, validTo: "2027-12-20T16:00:00.000Z" });
  const reviews = [{ provider: "public-security", term: { dueOn: "2027-11-22" } }];
  expect(await about(2, unanswered)).toEqual({ id: unanswered, reviews });
  for (const stream of streams) stream.leave();
  office.at("2026-11-02T09:00");
  writeFileSync(join(folder, "grants.yaml"), GRANTS);
}, 60_000);

test("20.4: an app's own schema has the subscriptions of whose events it would be told, and no others", async () => {
  const schemaOf = async (app: string, purpose: string, officer: string): Promise<string> => {
    const headers = {
      authorization: `Bearer ${await city.tokenOf(app, officer)}`,
      "x-purpose": purpose,
      "x-case": "RS-1",
    };
    return (await city.gateway.fetch(new Request("http://gateway/graphql/schema", { headers }))).text();
  };
  const eventsIn = (sdl: string): readonly string[] =>
    Object.keys(buildSchema(sdl).getSubscriptionType()?.getFields() ?? {});
  const own = await schemaOf("wage-warning", "WAGE_WARNING", "hr-sun");
  // The workflow's are shared without condition; a clue's state is given to nobody here.
  const workflow = ["applicationChanged", "applicationDue", "grantChanged", "grantDue", "grantEnding"];
  expect(eventsIn(own).toSorted()).toEqual([...workflow, "wageWarningChanged"]);
  expect(validate(buildSchema(own), parse(WARNINGS.replace("arrears", "grade")))).toEqual([]);
  expect(eventsIn(await schemaOf("enterprise-360", "FIRM_INSPECTION", "qy-zheng")).toSorted()).toEqual(workflow);
});

test("20.5: a complaint to 12345 is told as it comes and at each step on it; what nobody changed, and what is filed late, is not", async () => {
  const [here] = await projects();
  const clues = `
  - id: wage-warning/clues
    consumer: { app: wage-warning }
    purpose: *wage
    validTo: "2028-01-01T00:00:00Z"
    rowScope: ["4111"]
    items: { Query.arrearsClue: CLEAR, ArrearsClue.status: CLEAR, ArrearsClue.channel: CLEAR }
`;
  writeFileSync(join(folder, "grants.yaml"), GRANTS + clues);
  const query = "subscription { clueChanged { id status channel reporterPhone } }";
  while ((await city.askAs("wage-warning", `{ arrearsClue(id: "no number") { status } }`)).errors !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const subscriber = as("hr-sun", { query });
  await subscriber.open();
  const file = (id: number, channel: string, days: number) =>
    small.ask(
      "human-resources",
      `insert into arrears_clue (id, channel, received_at, project_code, workers, amount, reporter_phone, summary, status, division_code)
       values ($1, $2, now() - make_interval(days => $3), $4, 3, 1200000, '13900000000', '三人两月未发工资', 'RECEIVED', $5)`,
      [id, channel, days, here.code, here.division],
    );
  const step = (text: string) => small.ask("human-resources", `update arrears_clue set ${text} where id = 900001`);
  await file(900001, "HOTLINE_12345", 0);
  expect((await subscriber.until(1))[0]?.data).toEqual({
    clueChanged: { id: "900001", status: "RECEIVED", channel: "HOTLINE_12345", reporterPhone: null },
  });
  await file(900002, "PETITION", 30);
  await step("workers = 4");
  await step("status = 'IN_PROCESS'");
  await subscriber.until(2);
  await step("status = 'CLOSED', closed_at = now()");
  const told = (await subscriber.until(3)).map(({ data }) => data?.["clueChanged"] as { id: string; status: string });
  expect(told.map(({ id, status }) => [id, status])).toEqual([
    ["900001", "RECEIVED"],
    ["900001", "IN_PROCESS"],
    ["900001", "CLOSED"],
  ]);
  subscriber.leave();
  await small.ask("human-resources", "delete from arrears_clue where id > 900000");
  writeFileSync(join(folder, "grants.yaml"), GRANTS);
}, 60_000);

test("20.5: each event counts; when the day's quota is spent the stream ends with that, and no other is opened", async () => {
  const [here, there] = await projects();
  const ask = () =>
    city.askAs(
      "yuanhui-wage-warning",
      `{ constructionProject(code: "${here.code}") { wageWarning(asOf: "${TODAY}") { level } } }`,
      undefined,
      { officer: "hr-li" },
    );
  const spent = async (): Promise<boolean> => (await ask()).errors?.[0]?.extensions?.["reason"] === "QUOTA";
  expect(await spent()).toBe(false);
  const officer = as("hr-li", {}, "yuanhui-wage-warning");
  await officer.open();
  await changed(here.code, here.division);
  expect(codesIn(await officer.until(1))).toEqual([here.code]);
  const small = GRANTS.replace(/(- id: yuanhui-wage-warning\/human-resources[^]*?requestsPerDay: )2000/, "$11");
  writeFileSync(join(folder, "grants.yaml"), small);
  while (!(await spent())) await new Promise((resolve) => setTimeout(resolve, 20));
  await changed(there.code, there.division);
  const [, end] = await officer.until(2);
  const quota = { code: "HUB_FIELD_DENIED", coordinate: "ConstructionProject.wageWarning", reason: "QUOTA" };
  expect(end).toMatchObject({ errors: [{ extensions: quota }] });
  expect(end?.data).toBeUndefined();
  const other = as("hr-li", {}, "yuanhui-wage-warning");
  await other.until(1);
  expect(other.told[0]).toMatchObject({ errors: [{ extensions: quota }] });
  expect([officer.ended(), other.ended()]).toEqual(["complete", "complete"]);
  writeFileSync(join(folder, "grants.yaml"), GRANTS);
}, 60_000);

test("20.3: while a grant demands registered operations no text of a subscription is read either", async () => {
  const demanding = GRANTS.replace("- id: wage-warning/human-resources", "$&\n    registeredOnly: true");
  const codes = async (): Promise<unknown> =>
    (await city.askAs("wage-warning", "{ __typename }")).errors?.[0]?.extensions?.["code"];
  const grant = async (text: string, code: string | undefined): Promise<void> => {
    writeFileSync(join(folder, "grants.yaml"), text);
    while ((await codes()) !== code) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await grant(demanding, "HUB_OPERATION_REQUIRED");
  const authorization = `Bearer ${await city.tokenOf("wage-warning", "hr-sun")}`;
  // The second is no GraphQL: whoever read it would say so.
  for (const query of [WARNINGS, "subscription { none"]) {
    const headers = {
      authorization,
      accept: "text/event-stream",
      "content-type": "application/json",
      "x-purpose": "WAGE_WARNING",
    };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
    expect(await response.text()).toContain('"code":"HUB_OPERATION_REQUIRED"');
  }
  await grant(GRANTS, undefined);
}, 30_000);

/** Policies find firms (免申即享): 工信's monitor has every firm matched, and each firm that a policy newly matches is an event. */
const offers = {
  match: (divisions: readonly string[] = ["4111"]) =>
    matchFirms({
      ask: async (query, variables) => dataOf(await city.askAs(OFFER_MONITOR.app, query, variables, { officer: null })),
      asOf: TODAY,
      divisions,
    }),
  hear: async (event: "offerFound" | "offerEnded") => {
    const subscriber = subscribe({
      url: () => url,
      query: `subscription Offers($eventDay: Date!) {
        ${event}(division: "411102") { creditCode policyMatches(asOf: $eventDay) { policy { code } matched foundOn endedOn } }
      }`,
      headers: async () => ({
        authorization: `Bearer ${await city.tokenOf("policy-match", "qy-feng")}`,
        "x-purpose": "POLICY_MATCH",
        "x-case": "QY-2026-0024",
        "x-on-denied": "quiet",
      }),
    });
    await subscriber.open();
    return subscriber;
  },
};

interface OfferOf {
  readonly creditCode: string;
  readonly policyMatches: readonly {
    readonly policy: { readonly code: string };
    readonly matched: boolean | null;
    readonly foundOn: string | null;
    readonly endedOn: string | null;
  }[];
}

const offersIn = (told: readonly Told[], event: string): readonly OfferOf[] =>
  told.map(({ data }) => data?.[event] as OfferOf);

/** Policies that ask the court, which is silent here: nobody is found for them. */
const WAITING: ReadonlySet<string> = new Set(["CYDK", "ZJTX"]);

const planted = (kind: string) => small.manifest.policies.filter((story) => story.kind === kind);

test("20.5: each firm that a policy newly matches is told of once, with what was found and since when; a second look tells of nothing", async () => {
  const found = await offers.hear("offerFound");
  const before = city.records.length;
  const { firms, offers: count } = await offers.match();
  expect([firms > 50, count > 20]).toEqual([true, true]);
  const [row] = await small.ask<{ firms: number; offers: number }>(
    "enterprise",
    `select count(distinct enterprise_credit_code) filter (where division_code like '411102%')::int as firms, count(*)::int as offers
     from policy_finding where is_open`,
  );
  expect(row?.offers).toBe(count);
  const told = offersIn(await found.until(row?.firms ?? 0), "offerFound");
  const stories = planted("neverApplied").flatMap(({ creditCode, policy }) => {
    const one = told.find((firm) => firm.creditCode === creditCode);
    return one?.policyMatches.filter((match) => match.policy.code === policy) ?? [];
  });
  expect(stories.length).toBeGreaterThan(0);
  for (const { policy, ...story } of stories)
    expect(story).toEqual(
      WAITING.has(policy.code)
        ? { matched: null, foundOn: null, endedOn: null }
        : { matched: true, foundOn: TODAY, endedOn: null },
    );
  expect(told.every(({ policyMatches }) => policyMatches.some(({ foundOn }) => foundOn === TODAY))).toBe(true);
  const own = city.records.slice(before).filter(({ officer }) => officer === "qy-feng");
  expect(own).toHaveLength(told.length);
  const kept = () => small.ask("enterprise", "select id, change from policy_finding order by id");
  const first = await kept();
  await offers.match(["411102"]);
  expect(await kept()).toEqual(first);
  found.leave();
}, 60_000);

test("20.5: what a run keeps has the day, the policy's version and the reasons, and no figure of the firm", async () => {
  const [story] = planted("justNot");
  const [finding] = await small.ask<{ reasons: readonly object[]; version: string; day: string }>(
    "enterprise",
    `select reasons, policy_version as version, as_of as day from policy_finding where enterprise_credit_code = $1 and policy_code = $2`,
    [story?.creditCode, story?.policy],
  );
  expect(finding).toEqual({
    reasons: expect.arrayContaining([expect.objectContaining({ holds: false, depth: 0 })]),
    version: expect.stringMatching(/^[\w-]{16}$/),
    day: TODAY,
  });
  expect(new Set(finding?.reasons.flatMap((line) => Object.keys(line)))).toEqual(
    new Set(["condition", "limit", "holds", "depth"]),
  );
});

test("20.5: an offer ends when its policy runs out or is withdrawn, and is told of as ended", async () => {
  const district = ["411102"];
  const open = (policy: string) =>
    small.ask<{ firm: string }>(
      "enterprise",
      `select enterprise_credit_code as firm from policy_finding where policy_code = $1 and change = 'FOUND' and division_code like '411102%' order by 1`,
      [policy],
    );
  for (const code of ["ZZ-ENDS", "ZZ-GOES"])
    await small.ask(
      "enterprise",
      `insert into policy select (jsonb_populate_record(policy, jsonb_build_object('code', $1::text))).* from policy where code = 'SBTR'`,
      [code],
    );
  await offers.match(district);
  const [running, trial] = [await open("ZZ-ENDS"), await open("ZZ-GOES")];
  expect([running.length > 0, trial]).toEqual([true, running]);
  const ended = await offers.hear("offerEnded");
  await small.ask("enterprise", "update policy set valid_to = '2026-10-30' where code = 'ZZ-ENDS'");
  await small.ask("enterprise", "delete from policy where code = 'ZZ-GOES'");
  await offers.match(district);
  const told = offersIn(await ended.until(running.length), "offerEnded");
  expect(told.map(({ creditCode }) => creditCode).sort()).toEqual(running.map(({ firm }) => firm));
  for (const { policyMatches } of told) {
    expect(policyMatches.map(({ policy }) => policy.code)).not.toContain("ZZ-GOES");
    expect(policyMatches.find(({ policy }) => policy.code === "ZZ-ENDS")).toMatchObject({
      matched: false,
      foundOn: null,
      endedOn: TODAY,
    });
  }
  const withdrawn = await small.ask<{ firm: string }>(
    "enterprise",
    "select enterprise_credit_code as firm from policy_finding where change = 'ENDED' and policy_version is null order by 1",
  );
  expect(withdrawn).toEqual(trial);
  ended.leave();
}, 60_000);

test("20.5: a firm that subscribes by its own login is told of its own offers; others' are neither asked about nor recorded", async () => {
  const [own, other] = planted("neverApplied").filter(({ policy }) => !WAITING.has(policy));
  const firm = subscribe({
    url: () => url,
    query:
      "subscription Own($eventDay: Date!) { offerFound { creditCode policyMatches(asOf: $eventDay, onlyMatched: true) { policy { code } matched } } }",
    headers: async () => ({
      authorization: `Bearer ${await city.tokenOf("enterprise-portal", undefined, own?.creditCode)}`,
      "x-purpose": "POLICY_CONFIRMATION",
      "x-on-denied": "quiet",
    }),
  });
  await firm.open();
  const before = city.records.length;
  for (const story of [other, own])
    await small.ask(
      "enterprise",
      "insert into outbox (type, key, division_code, day) values ('offerFound', $1, '411102', $2)",
      [story?.creditCode, TODAY],
    );
  const told = offersIn(await firm.until(1), "offerFound");
  expect(told.map(({ creditCode }) => creditCode)).toEqual([own?.creditCode]);
  expect(told[0]?.policyMatches.map(({ policy }) => policy.code)).toContain(own?.policy);
  expect(city.records.slice(before).map(({ app }) => app)).toEqual(["enterprise-portal"]);
  firm.leave();
}, 60_000);

test("20.5: the watch looks over the city once for the day, then over the street in which a record changes, and over the city when a policy does", async () => {
  const statements = openStatements(small.databaseUrls.enterprise);
  const asked = new Set<string>();
  const [firm] = await small.ask<{ code: string; street: string }>(
    "enterprise",
    "select enterprise_credit_code as code, left(division_code, 9) as street from tax_credit order by id limit 1",
  );
  const changes = [
    () =>
      small.ask("enterprise", "update tax_credit set arrears = arrears + 1 where enterprise_credit_code = $1", [
        firm?.code,
      ]),
    () => small.ask("enterprise", "update policy set valid_to = valid_to + 1 where code = 'SBTR'"),
  ];
  const rounds: object[] = [];
  await new Promise<void>((done) => {
    const end = watchOffers({
      ask: async (query, variables) => {
        asked.add((variables as { division: string }).division);
        return dataOf(await city.askAs(OFFER_MONITOR.app, query, variables, { officer: null }));
      },
      today: () => TODAY,
      statements,
      every: 20,
      told: (round) => {
        rounds.push({ ...round, asked: [...asked] });
        asked.clear();
        const change = changes.shift();
        void (change?.() ?? end().then(done));
      },
    });
  });
  const told = { asOf: TODAY, divisions: 1, firms: expect.any(Number), offers: expect.any(Number) };
  expect(rounds).toEqual([
    { ...told, asked: ["4111"] },
    { ...told, asked: [firm?.street] },
    { ...told, asked: ["4111"] },
  ]);
  await statements.close();
}, 60_000);
