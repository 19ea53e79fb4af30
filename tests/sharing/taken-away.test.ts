import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { recordLapses } from "../../subgraphs/sharing/clock/record-lapses.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, STEPS, type Step } from "./steps.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice("taken_away");
});
afterAll(() => office.close());

interface Received {
  readonly id: string;
  readonly grants: readonly { readonly id: string }[];
  readonly reviews: readonly { readonly id: string }[];
}

const OPEN = [{ coordinate: "Enterprise.name", outcome: "CLEAR" }];

/** Applies for what the rule gives, and lets the head consent. */
const apply = async (purposeCode: string): Promise<Received> => {
  const input = { ...APPLICATION, purposeCode, items: OPEN };
  const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.submitApplication, { input });
  return office.done<Received>("reviewer.human-resources", STEPS.consentToApplication, { id });
};

const grantOf = async (purpose: string): Promise<string> => (await apply(purpose)).grants[0]?.id ?? "";
const byOwner = (step: Step, id: string) => office.done("owner.enterprise", STEPS[step], { id });

const barsSeen = async (officer: string, purpose: string) => {
  const BARS = `{ bars(first: 50) { edges { node { id state appId departmentId provider purposeCode reason grantId imposedBy liftedBy } } } }`;
  const { edges } = await office.done<{ edges: { node: Record<string, string | null> }[] }>(officer, BARS);
  return edges.map(({ node }) => node).filter(({ purposeCode }) => purposeCode === purpose);
};

const outcome = async (purpose: string): Promise<string> => {
  const { grants, reviews } = await apply(purpose);
  return `${grants.length} by rule, ${reviews.length} to decide`;
};

test("G20: 数据安全法第二十九条: a stop opens an incident, which security reports and the authority closes", async () => {
  const { id, incident } = await office.done<{ id: string; incident: { id: string; state: string } }>(
    "security-administrator.housing",
    STEPS.emergencyStop,
    { kind: "APP", target: "enterprise-app" },
  );
  expect(incident).toMatchObject({ state: "OPENED" });
  const opened = office.events.find(({ action }) => action === "OPEN_INCIDENT");
  expect(opened?.change).toMatchObject({ what: "incident", id: incident.id, before: null, after: "OPENED" });
  const authority = "authority.data-administration";
  expect(await office.refused(authority, STEPS.closeIncident, { id: incident.id })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  await office.done("security-administrator.housing", STEPS.reportIncident, { id: incident.id });
  await office.done(authority, STEPS.closeIncident, { id: incident.id });
  await office.done("security-administrator.data-administration", STEPS.liftStop, { id });
  const SEEN = `{ emergencyStops(first: 50) { edges { node { id reason incident { state findings notified conclusion } } } } }`;
  const { edges } = await office.done<{ edges: { node: { id: string } }[] }>("auditor.housing", SEEN);
  expect(edges.map(({ node }) => node).find((node) => node.id === id)).toEqual({
    id,
    reason: "疑似泄露",
    incident: {
      state: "CLOSED",
      findings: "一个应用的凭证外泄",
      notified: "已告知需求部门，不涉及个人",
      conclusion: "处置得当",
    },
  });
});

test("G21: 第二十七条: misuse ends nothing at once: it is suspended first, rectified, and then resumed or terminated", async () => {
  const id = await grantOf("MISUSE");
  const end = (step: string, cause: string) =>
    `mutation { ${step}(grant: "${id}", cause: ${cause}, reason: "转给第三方") { state } }`;
  const head = "reviewer.enterprise";
  for (const cause of ["BEYOND_SCOPE", "GIVEN_ON", "NOT_RECTIFIED", "NOT_SECURED"])
    expect([cause, await office.refused(head, end("revokeGrant", cause))]).toEqual([cause, "HUB_APPLICATION_INVALID"]);
  expect(await office.refused("authority.data-administration", end("revokeGrant", "GIVEN_ON"))).toBe(
    "HUB_APPLICATION_INVALID",
  );
  expect(await office.database.grant.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
    state: "ACTIVE",
    endCause: null,
  });
  await office.done("owner.enterprise", STEPS.suspendGrant, { id });
  expect(await office.done(head, end("terminateGrant", "GIVEN_ON"))).toEqual({ state: "TERMINATED" });
});

describe("R2: what an owner took away does not come back by rule", () => {
  test("without anything taken away the rule gives at once", async () => {
    expect(await outcome("UNTOUCHED")).toBe("1 by rule, 0 to decide");
  });

  test("a suspension bars until it is resumed, and giving up meanwhile changes nothing", async () => {
    const id = await grantOf("SUSPENSION");
    await byOwner("suspendGrant", id);
    expect(await outcome("SUSPENSION")).toBe("0 by rule, 1 to decide");
    expect(await outcome("ANOTHER_PURPOSE")).toBe("1 by rule, 0 to decide");
    await office.done("applicant.human-resources", STEPS.reportRectification, { id });
    await byOwner("resumeGrant", id);
    expect(await outcome("SUSPENSION")).toBe("1 by rule, 0 to decide");
    const given = await grantOf("GIVEN_UP");
    await byOwner("suspendGrant", given);
    await office.done("applicant.human-resources", STEPS.relinquishGrant, { id: given });
    expect(await outcome("GIVEN_UP")).toBe("0 by rule, 1 to decide");
  });

  test("a revocation bars, after disposal and after a decision too, until the bar is lifted", async () => {
    const id = await grantOf("REVOCATION");
    await office.done("reviewer.enterprise", STEPS.revokeGrant, { id });
    expect(await outcome("REVOCATION")).toBe("0 by rule, 1 to decide");
    await office.done("applicant.human-resources", STEPS.reportDisposal, { id });
    const { id: application } = await apply("REVOCATION");
    const decisions = [{ coordinate: "Enterprise.name", decision: "CLEAR" }];
    await office.done("owner.enterprise", STEPS.decideItems, { id: application, decisions });
    await office.done("reviewer.enterprise", STEPS.confirmDecision, { id: application });
    expect(await outcome("REVOCATION")).toBe("0 by rule, 1 to decide");
    const [bar] = await barsSeen("owner.enterprise", "REVOCATION");
    expect(bar).toMatchObject({
      state: "IN_FORCE",
      grantId: id,
      reason: "用途已完成",
      imposedBy: "reviewer.enterprise",
    });
    for (const [officer, refusal] of [
      ["owner.public-security", "HUB_NOT_FOUND"],
      ["applicant.human-resources", "HUB_STEP_REFUSED WRONG_ROLE"],
      ["owner.human-resources", "HUB_STEP_REFUSED WRONG_DEPARTMENT"],
      ["authority.human-resources", "HUB_STEP_REFUSED WRONG_DEPARTMENT"],
    ] as const)
      expect([officer, await office.refused(officer, STEPS.liftBar, { id: bar?.["id"] })]).toEqual([officer, refusal]);
    await office.done("owner.enterprise", STEPS.liftBar, { id: bar?.["id"] });
    expect(await office.refused("owner.enterprise", STEPS.liftBar, { id: bar?.["id"] })).toBe(
      "HUB_STEP_REFUSED WRONG_STATE",
    );
    expect(await outcome("REVOCATION")).toBe("1 by rule, 0 to decide");
  });

  test("a termination bars", async () => {
    const id = await grantOf("TERMINATION");
    await byOwner("suspendGrant", id);
    await office.done("reviewer.enterprise", STEPS.terminateGrant, { id });
    expect(await outcome("TERMINATION")).toBe("0 by rule, 1 to decide");
  });

  test("the owner says no beforehand, to an app, with a term; the term ends it, and both stand in the record", async () => {
    const until = "2026-11-10T00:00:00Z";
    const no = {
      app: "human-resources-app",
      department: "human-resources",
      purpose: "BEFOREHAND",
      until,
      reason: "先行核查",
    };
    const { id } = await office.done<{ id: string }>("owner.enterprise", STEPS.imposeBar, no);
    expect(await office.refused("owner.enterprise", STEPS.imposeBar, no)).toBe("HUB_STEP_REFUSED WRONG_STATE");
    expect(await outcome("BEFOREHAND")).toBe("0 by rule, 1 to decide");
    expect(await outcome("BEFOREHAND_TOO")).toBe("1 by rule, 0 to decide");
    office.at("2026-11-10T08:01");
    await recordLapses(office.database);
    expect(await barsSeen("applicant.human-resources", "BEFOREHAND")).toMatchObject([{ id, state: "LAPSED" }]);
    expect(await outcome("BEFOREHAND")).toBe("1 by rule, 0 to decide");
    const told = office.events.filter(({ change }) => change.what === "bar" && change.id === id);
    expect(told.map(({ kind, action, officer, detail }) => [kind, action, officer, detail])).toEqual([
      ["grant-change", "IMPOSE_BAR", "owner.enterprise", { ...no, provider: "enterprise", until: new Date(until) }],
      ["grant-change", "LAPSE_BAR", "hub", {}],
    ]);
    office.at("2026-11-02T09:00");
  });

  test.each([
    ["an app of another department", { app: "housing-app", department: "human-resources" }, "HUB_NOT_FOUND"],
    ["a department that nobody registered", { department: "nowhere" }, "HUB_NOT_FOUND"],
    ["a term that is over", { department: "housing", until: "2026-11-01T00:00:00Z" }, "HUB_APPLICATION_INVALID"],
    ["a purpose that is none", { department: "housing", purpose: "pension" }, "HUB_APPLICATION_INVALID"],
  ])("no bar of %s", async (_, no, refusal) => {
    expect(await office.refused("owner.enterprise", STEPS.imposeBar, { reason: "r", ...no })).toBe(refusal);
  });

  test("the form says so, and the catalogue shows the bar to those whom it concerns", async () => {
    const no = { department: "human-resources", purpose: "SHOWN", reason: "先行核查" };
    const { id } = await office.done<{ id: string }>("owner.enterprise", STEPS.imposeBar, no);
    const FORM = `{ applicationForm(coordinates: ["Enterprise.name"], app: "human-resources-app", purpose: "SHOWN") { standing } }`;
    expect(await office.done("applicant.human-resources", FORM)).toEqual([{ standing: "BARRED" }]);
    const SHOWN = `{ catalogItem(coordinate: "Enterprise.name") { bars { id purposeCode reason } } }`;
    const shown = { id, purposeCode: "SHOWN", reason: "先行核查" };
    for (const [officer, bars] of [
      ["applicant.human-resources", [shown]],
      ["owner.enterprise", [shown]],
      ["auditor.housing", [shown]],
      ["owner.housing", []],
    ] as const) {
      const { bars: all } = await office.done<{ bars: { purposeCode: string }[] }>(officer, SHOWN);
      expect([officer, all.filter(({ purposeCode }) => purposeCode === "SHOWN")]).toEqual([officer, bars]);
    }
  });
});
