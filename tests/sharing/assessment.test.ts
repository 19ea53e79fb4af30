import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
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
      "填报有误：assessment：申请 L3 级以上个人信息、重要数据的，须先做个人信息保护影响评估（个人信息保护法第五十五条）：Person.name、Person.address",
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

  test("what tells of nobody needs none", async () => {
    const firm = { items: [{ coordinate: "Enterprise.name", outcome: "CLEAR" }], assessment: null, obligations: null };
    expect(await submitting(firm)).toEqual(["allowed", undefined, undefined]);
  });
});

describe("网数条例12: 网络数据安全管理条例第十二条: nothing of people is provided without an agreement", () => {
  test("the applicant takes its obligations upon itself", async () => {
    expect(await submitting({ obligations: null })).toEqual([
      "HUB_APPLICATION_INVALID",
      "obligations",
      "填报有误：obligations：申请 L3 级以上个人信息、重要数据的，须写明接收方的安全保护义务（网络数据安全管理条例第十二条）：Person.name、Person.address",
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
      "填报有误：assessment：提供 L3 级以上个人信息、重要数据的，须先做个人信息保护影响评估（个人信息保护法第五十五条）：Person.name、Person.address",
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
      "ACTIVATE：含 L3 级以上个人信息，须有双方的个人信息保护影响评估和约定的安全保护义务，方可开通（个人信息保护法第五十五条、网络数据安全管理条例第十二条）",
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
