import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openOffice, type Office } from "./office.ts";
import { matters, STEPS } from "./steps.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice("dispute");
});
afterAll(() => office.close());

const stepsOf = (id: string): readonly unknown[] =>
  office.events
    .filter(({ change }) => change.what === "dispute" && change.id === id)
    .map(({ kind, action, article, officer, change }) => [kind, action, article, officer, change.before, change.after]);

test("第二十八条: two departments consult, the authority cannot bring them together, the government decides; every step is recorded", async () => {
  const grant = await matters(office).active();
  const about = { id: grant, matter: "GRANT" };
  const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.fileDispute, about);
  await office.done("reviewer.public-security", STEPS.answerDispute, { id });
  await office.done("reviewer.human-resources", STEPS.escalateDispute, { id });
  await office.done("authority.data-administration", STEPS.coordinateDispute, { id, settled: false });
  await office.done("government.data-administration", STEPS.decideDispute, { id });
  const SEEN = `{ disputes(state: DECIDED) { edges { node { matter matterId claimant respondent claim answer consultation
    opinion outcome decisionReference closedBy } } } }`;
  const seen = {
    edges: [
      {
        node: {
          matter: "GRANT",
          matterId: grant,
          claimant: "human-resources",
          respondent: "public-security",
          claim: "认为不应脱敏",
          answer: "脱敏足以核查",
          consultation: "协商两次未果",
          opinion: "建议明文限于核查岗位",
          outcome: "维持脱敏",
          decisionReference: "漯政〔2026〕1号",
          closedBy: "government.data-administration",
        },
      },
    ],
  };
  for (const party of ["owner.human-resources", "owner.public-security", "auditor.housing"]) {
    expect(await office.done(party, SEEN)).toEqual(seen);
  }
  expect(await office.done("owner.housing", SEEN)).toEqual({ edges: [] });
  expect(stepsOf(id)).toEqual([
    ["workflow", "FILE_DISPUTE", 28, "applicant.human-resources", null, "CONSULTING"],
    ["workflow", "ANSWER_DISPUTE", 28, "reviewer.public-security", "CONSULTING", "ANSWERED"],
    ["workflow", "ESCALATE_DISPUTE", 28, "reviewer.human-resources", "ANSWERED", "BEFORE_AUTHORITY"],
    ["workflow", "REFER_DISPUTE", 28, "authority.data-administration", "BEFORE_AUTHORITY", "BEFORE_GOVERNMENT"],
    ["workflow", "DECIDE_DISPUTE", 28, "government.data-administration", "BEFORE_GOVERNMENT", "DECIDED"],
  ]);
  const grants = await office.database.grant.findUniqueOrThrow({ where: { id: Number(grant.slice(1)) } });
  expect(grants.state).toBe("ACTIVE");
});

test("第二十八条: the provider can begin it too, and both can end it at any tier", async () => {
  const grant = await matters(office).active();
  const FILE = `mutation ($id: ID!) { fileDispute(matter: GRANT, id: $id, respondent: "human-resources", claim: "疑似超范围使用") { id } }`;
  const { id } = await office.done<{ id: string }>("owner.public-security", FILE, { id: grant });
  await office.done("reviewer.human-resources", STEPS.answerDispute, { id });
  expect(await office.refused("reviewer.human-resources", STEPS.settleDispute, { id })).toBe(
    "HUB_STEP_REFUSED WRONG_DEPARTMENT",
  );
  expect(await office.done("reviewer.public-security", STEPS.settleDispute, { id })).toEqual({ id, state: "SETTLED" });
  const other = await matters(office).escalatedDispute();
  const settled = { id: other, settled: true };
  expect(await office.done("authority.data-administration", STEPS.coordinateDispute, settled)).toEqual({
    id: other,
    state: "SETTLED",
  });
  expect(await office.refused("applicant.human-resources", STEPS.withdrawDispute, { id: other })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
});

test("第二十八条: no tier is skipped, nobody over a party decides for it, and one matter is in dispute once", async () => {
  const grant = await matters(office).active();
  const about = { id: grant, matter: "GRANT" };
  const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.fileDispute, about);
  expect(await office.refused("owner.human-resources", STEPS.fileDispute, about)).toBe("HUB_STEP_REFUSED WRONG_STATE");
  const again = `mutation ($id: ID!) { fileDispute(matter: GRANT, id: $id, respondent: "human-resources", claim: "c") { id } }`;
  expect(await office.refused("owner.public-security", again, { id: grant })).toBe("HUB_STEP_REFUSED WRONG_STATE");
  expect(await office.refused("government.data-administration", STEPS.decideDispute, { id })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  await office.done("reviewer.human-resources", STEPS.escalateDispute, { id });
  const coordinated = { id, settled: false };
  for (const party of ["authority.human-resources", "authority.public-security"]) {
    expect(await office.refused(party, STEPS.coordinateDispute, coordinated)).toBe("HUB_STEP_REFUSED WRONG_DEPARTMENT");
  }
  await office.database.department.update({ where: { id: "housing" }, data: { areaCode: "411102000000" } });
  expect(await office.refused("authority.housing", STEPS.coordinateDispute, coordinated)).toBe(
    "HUB_STEP_REFUSED WRONG_DEPARTMENT",
  );
});

test("who is no party to a matter finds none to dispute, and a decision needs its document", async () => {
  const grant = await matters(office).active();
  const about = { id: grant, matter: "GRANT" };
  expect(await office.refused("applicant.enterprise", STEPS.fileDispute, about)).toBe("HUB_NOT_FOUND");
  const WITH_NOBODY = `mutation ($id: ID!) { fileDispute(matter: GRANT, id: $id, respondent: "enterprise", claim: "c") { id } }`;
  expect(await office.refused("applicant.human-resources", WITH_NOBODY, { id: grant })).toBe("HUB_NOT_FOUND");
  const id = await matters(office).referredDispute();
  const BARE = `mutation ($id: ID!) { decideDispute(dispute: $id, decision: "d", document: { reference: "1号", sha256: "abc" }) { id } }`;
  expect(await office.refused("government.data-administration", BARE, { id })).toBe("HUB_APPLICATION_INVALID");
});
