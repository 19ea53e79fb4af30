import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { assessmentDaysOf } from "../../subgraphs/sharing/clock/assessments-due.ts";
import { recordLapses } from "../../subgraphs/sharing/clock/record-lapses.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, IMPACT_ASSESSMENT, matters, STEPS } from "./steps.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice("assessment");
});
afterAll(() => office.close());

const APPLICANT = "applicant.human-resources";
const OWNER = "owner.public-security";

/** Code and argument of a refusal, and its words in Chinese. */
const refusal = async (officer: string, step: string, variables: object): Promise<readonly unknown[]> => {
  const { errors = [] } = await office.as(officer, step, variables);
  const { code, field, zh } = errors[0]?.extensions ?? {};
  return [code ?? errors[0]?.message ?? "allowed", field, zh];
};

const submitting = (change: object) =>
  refusal(APPLICANT, STEPS.submitApplication, { input: { ...APPLICATION, ...change } });
const NAME = { coordinate: "Person.name", outcome: "MASKED" };

describe("PIPL55: 个人信息保护法第五十五条、第五十六条: who would have sensitive information assesses first", () => {
  test("without an assessment the application is not taken, and is told what is missing", async () => {
    expect(await submitting({ assessment: null })).toEqual([
      "HUB_APPLICATION_INVALID",
      "assessment",
      "填报有误：assessment：申请个人信息、重要数据的，须先做个人信息保护影响评估（个人信息保护法第五十五条）：Person.name、Person.address",
    ]);
    expect((await submitting({ assessment: null, items: [NAME] })).slice(0, 2)).toEqual([
      "HUB_APPLICATION_INVALID",
      "assessment",
    ]);
  });

  test("each of the three questions is answered, by somebody, before the application, and from a report that is still kept", async () => {
    const stating = (change: object) => submitting({ assessment: { ...IMPACT_ASSESSMENT, ...change } });
    for (const name of ["necessity", "influence", "measures", "assessedBy"]) {
      expect(await stating({ [name]: "  " })).toEqual([
        "HUB_APPLICATION_INVALID",
        `input.assessment.${name}`,
        `填报有误：input.assessment.${name}：不得为空`,
      ]);
    }
    expect(await stating({ assessedOn: "2026-11-03" })).toEqual([
      "HUB_APPLICATION_INVALID",
      "assessment.assessedOn",
      "填报有误：assessment.assessedOn：评估应当事前完成，不得晚于今日",
    ]);
    expect(await stating({ assessedOn: "2023-11-01" })).toEqual([
      "HUB_APPLICATION_INVALID",
      "assessment.assessedOn",
      "填报有误：assessment.assessedOn：评估已逾三年，报告的法定保存期已过，须重新评估",
    ]);
    expect(await stating({ assessedOn: "2026-11-02" })).toEqual(["allowed", undefined, undefined]);
  });

  test("personal information of a low level is assessed as well: art. 55 (3) knows no level", async () => {
    for (const coordinate of ["Person.vehicles", "Vehicle.vehicleType", "UnpaidWorker.month"]) {
      const own = { items: [{ coordinate, outcome: "CLEAR" }] };
      expect((await submitting({ ...own, assessment: null })).slice(0, 2)).toEqual([
        "HUB_APPLICATION_INVALID",
        "assessment",
      ]);
      expect(await submitting(own)).toEqual(["allowed", undefined, undefined]);
    }
  });

  test("what tells of nobody needs none", async () => {
    const site = { items: [{ coordinate: "ConstructionProject.name", outcome: "CLEAR" }] };
    expect(await submitting({ ...site, assessment: null, obligations: null })).toEqual([
      "allowed",
      undefined,
      undefined,
    ]);
    const firm = { items: [{ coordinate: "Enterprise.name", outcome: "CLEAR" }], assessment: null, obligations: null };
    expect(await submitting(firm)).toEqual(["allowed", undefined, undefined]);
  });
});

describe("网数条例12: 网络数据安全管理条例第十二条: nothing of people is provided without an agreement", () => {
  test("the applicant takes its obligations upon itself", async () => {
    expect(await submitting({ obligations: null })).toEqual([
      "HUB_APPLICATION_INVALID",
      "obligations",
      "填报有误：obligations：申请个人信息、重要数据的，须写明接收方的安全保护义务（网络数据安全管理条例第十二条）：Person.name、Person.address",
    ]);
  });

  test("purpose, method, scope and obligations stand on the grant, from the head's consent on, for three years after its end", async () => {
    const grant = await matters(office).granted();
    const AGREEMENT = `query ($id: ID!) { grant(id: $id) { agreement {
      purpose method scope rowScope obligations concludedAt keepUntil } } }`;
    expect(await office.done("auditor.housing", AGREEMENT, { id: grant })).toEqual({
      agreement: {
        purpose: "死亡人员领取养老金疑点核查",
        method: "INTERFACE",
        scope: "限本市待遇领取人",
        rowScope: ["4111"],
        obligations: APPLICATION.obligations,
        concludedAt: "2026-11-02T01:00:00.000Z",
        keepUntil: "2030-11-02",
      },
    });
  });
});

describe("PIPL55: who provides sensitive information assesses too", () => {
  const deciding = async (id: string, assessment: object | null, decisions: readonly object[] = DECISIONS) =>
    refusal(OWNER, STEPS.decideItems, { id, decisions, assessment });

  test("the owner gives nothing of people without an assessment of its own; to refuse, it needs none", async () => {
    const id = await matters(office).received();
    expect(await deciding(id, null)).toEqual([
      "HUB_APPLICATION_INVALID",
      "assessment",
      "填报有误：assessment：提供个人信息、重要数据的，须先做个人信息保护影响评估（个人信息保护法第五十五条）：Person.name、Person.address",
    ]);
    expect(await deciding(id, { ...IMPACT_ASSESSMENT, assessedOn: "2026-11-03" })).toEqual([
      "HUB_APPLICATION_INVALID",
      "assessment.assessedOn",
      "填报有误：assessment.assessedOn：评估应当事前完成，不得晚于今日",
    ]);
    const refused = DECISIONS.map(({ coordinate }) => ({ coordinate, decision: "REFUSED", reason: "用途不明" }));
    expect(await deciding(id, null, refused)).toEqual(["allowed", undefined, undefined]);
  });

  test("a grant from before, or one whose assessments somebody took out of the tables, is not opened", async () => {
    const grant = await matters(office).granted();
    const { applicationId } = await office.database.grant.findUniqueOrThrow({ where: { id: Number(grant.slice(1)) } });
    const assessed = await office.database.impactAssessment.findMany({ where: { applicationId } });
    expect(assessed.map(({ side, departmentId }) => `${side} ${departmentId}`).sort()).toEqual([
      "CONSUMER human-resources",
      "PROVIDER public-security",
    ]);
    // Nobody takes one out: neither who serves the workflow nor who owns the table.
    await expect(office.database.impactAssessment.deleteMany({ where: { applicationId } })).rejects.toThrow();
    await office.database.application.update({ where: { id: applicationId }, data: { obligations: null } });
    expect(await refusal(OWNER, STEPS.activateGrant, { id: grant })).toEqual([
      "HUB_STEP_REFUSED",
      undefined,
      "ACTIVATE：含有条件共享的个人信息，须有双方的个人信息保护影响评估和约定的安全保护义务，方可开通（个人信息保护法第五十五条、网络数据安全管理条例第十二条）",
    ]);
  });
});

test("PIPL56: each side's assessment is kept, with whoever stated it, and shown to the parties and auditors alone", async () => {
  const id = await matters(office).decided();
  const ASSESSED = `query ($id: ID!) { application(id: $id) { obligations assessments { side department necessity influence measures
    assessedBy assessedOn reportReference reportSha256 recordedBy recordedAt keepUntil } } }`;
  const common = {
    necessity: IMPACT_ASSESSMENT.necessity,
    influence: IMPACT_ASSESSMENT.influence,
    measures: IMPACT_ASSESSMENT.measures,
    assessedBy: IMPACT_ASSESSMENT.assessedBy,
    assessedOn: IMPACT_ASSESSMENT.assessedOn,
    reportReference: IMPACT_ASSESSMENT.report.reference,
    reportSha256: IMPACT_ASSESSMENT.report.sha256,
    recordedAt: "2026-11-02T01:00:00.000Z",
    keepUntil: "2030-11-02",
  };
  const both = {
    obligations: APPLICATION.obligations,
    assessments: [
      { side: "CONSUMER", department: "human-resources", recordedBy: APPLICANT, ...common },
      { side: "PROVIDER", department: "public-security", recordedBy: OWNER, ...common },
    ],
  };
  for (const officer of [APPLICANT, OWNER, "auditor.housing"])
    expect(await office.done(officer, ASSESSED, { id })).toEqual(both);
  expect(await office.done("owner.housing", ASSESSED, { id })).toBeNull();
  const told = office.events.filter(({ change }) => change.after !== null && change.id === id);
  expect(told.find(({ action }) => action === "SUBMIT")?.detail).toMatchObject({
    assessment: IMPACT_ASSESSMENT.report.sha256,
  });
});

test("PIPL55: a form says beforehand what must be assessed", async () => {
  const FORM = `query ($coordinates: [ID!]!) { applicationForm(coordinates: $coordinates, app: "human-resources-app", purpose: "PENSION_CHECK") {
    item { coordinate assessed } } }`;
  expect(await office.done(APPLICANT, FORM, { coordinates: ["Person.name", "Enterprise.name"] })).toEqual([
    { item: { coordinate: "Enterprise.name", assessed: false } },
    { item: { coordinate: "Person.name", assessed: true } },
  ]);
});

test("PIPL55: a renewal restates the assessment while its report is kept, and takes a new one", async () => {
  const grant = await matters(office).active();
  office.at("2027-10-01T09:00");
  const { id } = await office.done<{ id: string }>(APPLICANT, STEPS.renewGrant, { id: grant });
  const seen = await office.database.impactAssessment.findMany({ where: { applicationId: Number(id) } });
  expect(seen.map(({ side, assessedOn }) => [side, assessedOn.toISOString().slice(0, 10)])).toEqual([
    ["CONSUMER", IMPACT_ASSESSMENT.assessedOn],
  ]);
  const RENEW = `mutation ($id: ID!, $assessment: ImpactAssessmentInput) {
    renewGrant(grant: $id, validTo: "2028-11-01T16:00:00Z", assessment: $assessment) { id } }`;
  const assessment = { ...IMPACT_ASSESSMENT, assessedOn: "2027-09-30" };
  const again = await office.done<{ id: string }>(APPLICANT, RENEW, { id: grant, assessment });
  const [newest] = await office.database.impactAssessment.findMany({ where: { applicationId: Number(again.id) } });
  expect(newest?.assessedOn.toISOString()).toBe("2027-09-30T00:00:00.000Z");
});

describe("PIPL55: 个人信息保护法第五十五条: a grant from before the rule makes up for its assessment by a day that both sides were told", () => {
  const HEAD = "reviewer.public-security";
  const SEEN = `query ($id: ID!) { grant(id: $id) { state assessBy reason agreement { obligations } } }`;
  const seen = (id: string) => office.done("auditor.housing", SEEN, { id });
  const stateOf = async (id: string) => ((await seen(id)) as { readonly state: string }).state;
  const told = async (id: string) =>
    (await office.database.sharingEvent.findMany({ where: { action: "ASSESSMENT_DUE", matterId: id } }))
      .map(({ department, detail }) => [department, (detail as { assessBy: string }).assessBy])
      .sort();
  const { obligations } = APPLICATION;

  /** A grant in effect whose application was handed in before anybody was asked for an assessment. */
  const fromBefore = async (): Promise<string> => {
    office.at("2026-11-02T09:00");
    const grant = await matters(office).active();
    const id = Number(grant.slice(1));
    const { applicationId } = await office.database.grant.findUniqueOrThrow({ where: { id } });
    const { id: given, ...stated } = await office.database.application.findUniqueOrThrow({
      where: { id: applicationId },
    });
    const before = await office.database.application.create({ data: { ...stated, obligations: null } });
    expect(before.id).not.toBe(given);
    await office.database.grant.update({ where: { id }, data: { applicationId: before.id } });
    return grant;
  };

  test("both are told once, it goes on until that day is over, and is suspended then, with the reason", async () => {
    const assessed = await matters(office).active();
    const id = await fromBefore();
    const runs = await Promise.all([recordLapses(office.database), recordLapses(office.database)]);
    expect(runs.reduce((sum, { unassessed }) => sum + unassessed, 0)).toBeGreaterThan(0);
    expect(await told(id)).toEqual([
      ["human-resources", "2027-01-31"],
      ["public-security", "2027-01-31"],
    ]);
    expect(await seen(id)).toEqual({ state: "ACTIVE", assessBy: "2027-01-31", reason: null, agreement: null });
    office.at("2027-01-31T23:59");
    expect((await recordLapses(office.database)).suspended).toBe(0);
    expect(await stateOf(id)).toBe("ACTIVE");
    office.at("2027-02-01T00:01");
    await recordLapses(office.database);
    expect(await seen(id)).toMatchObject({
      state: "SUSPENDED",
      reason: "逾期未补做个人信息保护影响评估（个人信息保护法第五十五条）",
    });
    expect(await office.database.$queryRaw`select id from grant_record where id = ${id}`).toEqual([]);
    expect([await told(id), await told(assessed), await stateOf(assessed)]).toEqual([await told(id), [], "ACTIVE"]);
    expect(
      office.events.filter(({ action, change }) => action === "SUSPEND_UNASSESSED" && change.id === id),
    ).toMatchObject([{ role: null, officer: "hub", change: { before: "ACTIVE", after: "SUSPENDED" } }]);
  });

  test("what both made up for in time is never suspended; one side's word is not the other's", async () => {
    const id = await fromBefore();
    await recordLapses(office.database);
    const state = { id, state: "ACTIVE" };
    expect(await office.done(APPLICANT, STEPS.assessGrant, { id })).toEqual({ ...state, assessBy: "2027-01-31" });
    expect(await office.done(OWNER, STEPS.assessGrant, { id })).toEqual({ ...state, assessBy: "2027-01-31" });
    // The assessments stand, and nobody took the protection upon itself yet.
    expect(await office.done(APPLICANT, STEPS.assessGrant, { id, obligations })).toEqual({ ...state, assessBy: null });
    expect(await seen(id)).toMatchObject({ agreement: { obligations } });
    office.at("2027-03-01T09:00");
    await recordLapses(office.database);
    expect(await stateOf(id)).toBe("ACTIVE");
  });

  test("a suspended one comes back with both assessments, and not before", async () => {
    const id = await fromBefore();
    await recordLapses(office.database);
    office.at("2027-03-01T09:00");
    await recordLapses(office.database);
    const RECTIFY = `mutation ($id: ID!, $assessment: ImpactAssessmentInput, $obligations: String) {
      reportRectification(grant: $id, rectification: "已补做评估", assessment: $assessment, obligations: $obligations) { state } }`;
    const RESUME = `mutation ($id: ID!, $assessment: ImpactAssessmentInput) { resumeGrant(grant: $id, assessment: $assessment) { state assessBy } }`;
    await office.done(APPLICANT, RECTIFY, { id, assessment: IMPACT_ASSESSMENT, obligations });
    expect((await refusal(OWNER, RESUME, { id }))[0]).toBe("HUB_STEP_REFUSED");
    expect(await office.done(OWNER, RESUME, { id, assessment: IMPACT_ASSESSMENT })).toEqual({
      state: "ACTIVE",
      assessBy: null,
    });
    await recordLapses(office.database);
    expect(await stateOf(id)).toBe("ACTIVE");
    expect(await office.refused(HEAD, STEPS.assessGrant, { id })).toBe("HUB_STEP_REFUSED WRONG_ROLE");
  });

  test("a wrong clock gives nobody a day, and suspends nothing: it is reported, and waits until the clocks agree", async () => {
    let other = new Date("2026-11-02T09:00:00+08:00");
    const reports: string[] = [];
    const wrong = await openOffice("assessment_clock", {
      secondClock: () => Promise.resolve(other),
      report: (error) => reports.push(String(error)),
    });
    const grant = await matters(wrong).active();
    const { applicationId } = await wrong.database.grant.findUniqueOrThrow({ where: { id: Number(grant.slice(1)) } });
    await wrong.database.application.update({ where: { id: applicationId }, data: { obligations: null } });
    const stands = async () => {
      const { state, assessBy } = await wrong.database.grant.findUniqueOrThrow({
        where: { id: Number(grant.slice(1)) },
      });
      return [state, assessBy?.toISOString().slice(0, 10) ?? null];
    };
    // Set back by a year: the day would be over before anybody was told.
    wrong.at("2025-11-02T09:00");
    await recordLapses(wrong.database);
    expect([await stands(), reports]).toEqual([["ACTIVE", null], [expect.stringContaining("CLOCKS_DISAGREE")]]);
    wrong.at("2026-11-02T09:04");
    await recordLapses(wrong.database);
    expect(await stands()).toEqual(["ACTIVE", "2027-01-31"]);
    // Set ahead by half a year: the day has not come.
    wrong.at("2027-05-02T09:00");
    await recordLapses(wrong.database);
    expect([await stands(), reports.length]).toEqual([["ACTIVE", "2027-01-31"], 2]);
    other = new Date("2027-05-02T09:00:00+08:00");
    await recordLapses(wrong.database);
    expect(await stands()).toEqual(["SUSPENDED", "2027-01-31"]);
    await wrong.close();
  });

  test("how many days there are is set by HUB_ASSESSMENT_DAYS, from 30 to 365", () => {
    expect([undefined, "30", "365"].map(assessmentDaysOf)).toEqual([90, 30, 365]);
    for (const days of ["", "29", "366", "0", "-40", "40.5", "1e2", "forever"])
      expect(() => assessmentDaysOf(days)).toThrow("HUB_ASSESSMENT_DAYS: expected 30 to 365 days");
  });
});
