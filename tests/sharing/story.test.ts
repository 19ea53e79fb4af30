import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { openOffice, type Office } from "./office.ts";
import { IMPACT_ASSESSMENT } from "./steps.ts";

/*
 * One application, from the question to the first answer to the revocation: 人社 wants to know whether a pensioner who
 * is paid has died, and asks 公安 (register of people) and 市场监管 (open data) for what the question needs.
 */

const QUESTION = `query ($number: CitizenNumber!) {
  person(citizenNumber: $number) { name birthDate address }
}`;

/** The gateway's answer to `neededCoordinates` for the question. */
const NEEDED = ["Person.address", "Person.birthDate", "Person.citizenNumber", "Person.name", "Query.person"];

let office: Office;
let gateway: Client;
const told: string[] = [];

beforeAll(async () => {
  office = await openOffice("story");
  gateway = new Client({ connectionString: office.databaseUrl });
  await gateway.connect();
  gateway.on("notification", ({ channel }) => told.push(channel));
  await gateway.query("listen hub_grants");
});

afterAll(async () => {
  await gateway.end();
  await office.close();
});

/** What a gateway reads: one SELECT. */
const grantsInForce = async (): Promise<unknown[]> => {
  const { rows } = await gateway.query<{ document: unknown }>(
    "select document from grant_record where id like 'G%' order by id",
  );
  return rows.map(({ document }) => document);
};

const APPLICATION = `id state items { coordinate wished decision reason byRule } reviews { provider state term { article dueOn state remaining } }`;

/** Steps by which the hub was founded, with the sources of its first catalogue. */
const FOUNDING = new Set(["REGISTER", "ADOPT_SOURCE", "ADOPT_PUBLICATION"]);

test("from question to first answer to revocation", async () => {
  // 2 November 2026, Monday. The applicant has a question, and asks what it takes.
  office.at("2026-11-02T09:00");
  const form = await office.done(
    "applicant.human-resources",
    `query ($coordinates: [ID!]!) { applicationForm(coordinates: $coordinates, app: "human-resources-app", purpose: "PENSION_CHECK") {
      item { coordinate name share mask } standing } }`,
    { coordinates: NEEDED },
  );
  expect(form).toMatchSnapshot("the form, filled in from the question");

  // The applicant asks for exactly that, the address masked, and one field that everybody may have.
  const input = {
    app: "human-resources-app",
    purposeCode: "PENSION_CHECK",
    purposeName: "死亡人员领取养老金疑点核查",
    legalBasis: "社会保险法第七十四条",
    scenario: "每月发放养老待遇之前核对待遇领取人的生存状态",
    usageScope: "限本市待遇领取人，限社保经办机构使用，不向第三方提供",
    rowScope: ["4111"],
    sharingMethod: "INTERFACE",
    validTo: "2027-11-01T16:00:00Z",
    requestsPerDay: 20000,
    subjectsPerDay: 10000,
    operation: QUESTION,
    obligations: "限社保经办机构的经办人使用，不转存",
    assessment: IMPACT_ASSESSMENT,
    items: [
      { coordinate: "Query.person", outcome: "CLEAR" },
      { coordinate: "Person.name", outcome: "CLEAR" },
      { coordinate: "Person.citizenNumber", outcome: "CLEAR" },
      { coordinate: "Person.birthDate", outcome: "CLEAR" },
      { coordinate: "Person.address", outcome: "MASKED" },
      { coordinate: "Enterprise.name", outcome: "CLEAR" },
    ],
  };
  const SUBMIT = `mutation ($input: ApplicationInput!) { submitApplication(input: $input) { ${APPLICATION} } }`;
  const submitted = await office.done<{ id: string }>("applicant.human-resources", SUBMIT, { input });
  expect(submitted).toMatchObject({ state: "AWAITING_CONSENT", reviews: [] });
  const { id } = submitted;

  // Nobody outside the department knows of it yet, and the applicant cannot consent for the head.
  const LOOK = `query ($id: ID!) { application(id: $id) { ${APPLICATION} } }`;
  expect(await office.done("owner.public-security", LOOK, { id })).toBeNull();
  const CONSENT = `mutation ($id: ID!) { consentToApplication(application: $id, note: "同意") { ${APPLICATION} } }`;
  expect(await office.refused("applicant.human-resources", CONSENT, { id })).toBe("HUB_STEP_REFUSED WRONG_ROLE");

  // 3 November. The head of 人社's sharing body consents: the open field is given by rule, 公安 receives the rest.
  office.at("2026-11-03T10:00");
  const consented = await office.done("reviewer.human-resources", CONSENT, { id });
  expect(consented).toMatchSnapshot("after the head's consent: open data by rule, ten working days for the rest");
  expect(await grantsInForce()).toMatchSnapshot("the grant by rule, as a gateway reads it");

  // 4 November. 公安's owner finds the application incomplete, and says so once, with everything that is missing.
  office.at("2026-11-04T15:00");
  const TELL = `mutation ($id: ID!) { tellIncomplete(application: $id, missing: "请补充核查频次与留存期限") { ${APPLICATION} } }`;
  expect(await office.done("owner.public-security", TELL, { id })).toMatchObject({
    reviews: [{ provider: "public-security", state: "INCOMPLETE", term: { state: "RESTING", dueOn: null } }],
  });

  // 6 November. 人社 supplements; the term goes on where it stood, and cannot be stopped this way again.
  office.at("2026-11-06T11:00");
  const SUPPLEMENT = `mutation ($id: ID!) { supplementApplication(application: $id, provider: "public-security",
    supplement: "每月一次，核查结果留存三年") { ${APPLICATION} } }`;
  expect(await office.done("applicant.human-resources", SUPPLEMENT, { id })).toMatchObject({
    reviews: [{ state: "COMPLETE", term: { state: "RUNNING", dueOn: "2026-11-19", remaining: 9 } }],
  });
  expect(await office.refused("owner.public-security", TELL, { id })).toBe("HUB_STEP_REFUSED WRONG_STATE");

  // 10 November. The owner decides item by item; the head of 公安's sharing body, another person, answers.
  office.at("2026-11-10T16:00");
  const DECIDE = `mutation ($id: ID!, $decisions: [ItemVerdictInput!]!, $assessment: ImpactAssessmentInput!) {
    decideItems(application: $id, decisions: $decisions, assessment: $assessment) { ${APPLICATION} } }`;
  const decisions = [
    { coordinate: "Query.person", decision: "CLEAR" },
    { coordinate: "Person.name", decision: "CLEAR" },
    { coordinate: "Person.citizenNumber", decision: "CLEAR" },
    { coordinate: "Person.birthDate", decision: "REFUSED", reason: "核查生存状态无须出生日期" },
    { coordinate: "Person.address", decision: "MASKED" },
  ];
  await office.done("owner.public-security", DECIDE, { id, decisions, assessment: IMPACT_ASSESSMENT });
  const CONFIRM = `mutation ($id: ID!) { confirmDecision(application: $id) { ${APPLICATION}
    grants { id state provider byRule items { coordinate outcome } deliveryTerm { article dueOn } } } }`;
  expect(await office.refused("owner.public-security", CONFIRM, { id })).toBe("HUB_STEP_REFUSED WRONG_ROLE");
  const answered = await office.done<{ grants: { id: string; byRule: boolean }[] }>(
    "reviewer.public-security",
    CONFIRM,
    {
      id,
    },
  );
  expect(answered).toMatchSnapshot("answered in time: a partial grant, to be delivered within twenty working days");
  const grant = answered.grants.find(({ byRule }) => !byRule)?.id ?? "";

  // Consent is not delivery: nothing flows before 公安 opens the grant.
  expect(await grantsInForce()).toHaveLength(1);
  office.at("2026-11-12T09:00");
  const ACTIVATE = `mutation ($grant: ID!) { activateGrant(grant: $grant) { id state validFrom deliveryTerm { state } } }`;
  told.length = 0;
  expect(await office.done("owner.public-security", ACTIVATE, { grant })).toEqual({
    id: grant,
    state: "ACTIVE",
    validFrom: "2026-11-12T01:00:00.000Z",
    deliveryTerm: { state: "KEPT" },
  });
  expect(await grantsInForce()).toMatchSnapshot("both grants, as a gateway reads them");
  expect(told).toContain("hub_grants");
  const after = await office.done<{ standing: string; item: { coordinate: string } }[]>(
    "applicant.human-resources",
    `query ($coordinates: [ID!]!) { applicationForm(coordinates: $coordinates, app: "human-resources-app", purpose: "PENSION_CHECK") {
      item { coordinate } standing } }`,
    { coordinates: NEEDED },
  );
  expect(after.map(({ item, standing }) => `${item.coordinate} ${standing}`)).toMatchSnapshot("where the app stands");

  // 16 November. Misuse comes to light: suspended at once, rectified, not believed, terminated would be next; 公安 revokes.
  office.at("2026-11-16T10:00");
  const SUSPEND = `mutation ($grant: ID!) { suspendGrant(grant: $grant, reason: "夜间批量查询与用途不符") { state } }`;
  await office.done("authority.data-administration", SUSPEND, { grant });
  expect(await grantsInForce()).toHaveLength(1);
  const RECTIFY = `mutation ($grant: ID!) { reportRectification(grant: $grant, rectification: "已停用批量任务") { state } }`;
  expect(await office.done("applicant.human-resources", RECTIFY, { grant })).toEqual({ state: "RECTIFIED" });
  const RESUME = `mutation ($grant: ID!) { resumeGrant(grant: $grant) { state } }`;
  expect(await office.done("owner.public-security", RESUME, { grant })).toEqual({ state: "ACTIVE" });
  expect(await grantsInForce()).toHaveLength(2);

  office.at("2026-11-20T10:00");
  told.length = 0;
  const REVOKE = `mutation ($grant: ID!) { revokeGrant(grant: $grant, cause: PURPOSE_DONE, reason: "用途已完成") { state endedAt } }`;
  expect(await office.done("reviewer.public-security", REVOKE, { grant })).toEqual({
    state: "REVOKED",
    endedAt: "2026-11-20T02:00:00.000Z",
  });
  expect(await grantsInForce()).toHaveLength(1);
  expect(told).toContain("hub_grants");
  const DISPOSE = `mutation ($grant: ID!) { reportDisposal(grant: $grant, disposal: "已销毁并出具证明") { state } }`;
  expect(await office.done("applicant.human-resources", DISPOSE, { grant })).toEqual({
    state: "DISPOSAL_REPORTED",
  });
  const DISPOSED = `mutation ($grant: ID!) { confirmDisposal(grant: $grant, note: "已核验") { state } }`;
  expect(await office.done("owner.public-security", DISPOSED, { grant })).toEqual({ state: "DISPOSED" });

  // The auditor reads the whole story, the refused attempts included; the ledger has the same.
  const record = await office.done<{ edges: { node: object }[] }>(
    "auditor.data-administration",
    `{ sharingEvents(first: 100) { edges { node { action article matter matterId before after officer role } } } }`,
  );
  const story = record.edges
    .map(({ node }) => node as Record<string, string | number | null>)
    .filter(({ action }) => !FOUNDING.has(String(action)));
  expect(
    story.map((event) =>
      [
        event["action"],
        event["article"] === null ? "" : `第${String(event["article"])}条`,
        `${String(event["matter"])} ${String(event["matterId"])}`,
        `${event["before"] ?? ""} → ${event["after"] ?? "refused"}`,
        event["role"] ?? "-",
        event["officer"],
      ].join(" | "),
    ),
  ).toMatchSnapshot("the record");
  expect(office.events.map(({ action }) => action)).toEqual(story.map(({ action }) => action));
});
