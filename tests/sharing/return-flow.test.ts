import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, STEPS } from "./steps.ts";

const DISTRICT = "yuanhui-civil-affairs";
const applicant = `applicant.${DISTRICT}`;
const reviewer = `reviewer.${DISTRICT}`;

let office: Office;
beforeAll(async () => {
  office = await openOffice("return_flow");
  const security = "security-administrator.data-administration";
  const REGISTER = `mutation ($d: String!) {
    department: registerDepartment(id: $d, name: "源汇区民政局", sharingBody: "办公室", areaCode: "411102000000") { id }
    app: registerApp(id: "yuanhui-rescue", department: $d, name: "源汇区救助系统") { id }
  }`;
  await office.done(security, REGISTER, { d: DISTRICT });
  await office.registered(applicant, DISTRICT, "APPLICANT");
  await office.registered(reviewer, DISTRICT, "REVIEWER");
});
afterAll(() => office.close());

const input = {
  ...APPLICATION,
  app: "yuanhui-rescue",
  purposeCode: "RETURN_FLOW",
  returnFlow: true,
  rowScope: ["411102"],
};
const submit = (more: object = {}): Promise<string> =>
  office.refused(applicant, STEPS.submitApplication, { input: { ...input, ...more } });

test("G23: 第二十四条: the city returns the district's data in full: its own area, no less and no more", async () => {
  expect(await submit({ rowScope: ["4111"] })).toBe("HUB_APPLICATION_INVALID");
  expect(await submit({ rowScope: ["411103"] })).toBe("HUB_APPLICATION_INVALID");
  expect(await submit({ rowScope: ["411102003"] })).toBe("HUB_APPLICATION_INVALID");
  expect(await submit({ rowScope: ["411102", "411103"] })).toBe("HUB_APPLICATION_INVALID");
  const { id } = await office.done<{ id: string }>(applicant, STEPS.submitApplication, {
    input: { ...input, rowScope: ["411102000000"] },
  });
  // G23: the district's bureau is its own department: the city's head consents to nothing for it.
  expect(await office.refused("reviewer.human-resources", STEPS.consentToApplication, { id })).toBe("HUB_NOT_FOUND");
  await office.done(reviewer, STEPS.consentToApplication, { id });
  const decide = (rowScope: readonly string[]): Promise<string> =>
    office.refused("owner.public-security", STEPS.decideItems, {
      id,
      decisions: [
        { coordinate: "Person.name", decision: "CLEAR", rowScope, reason: "只给一个街道" },
        { coordinate: "Person.address", decision: "MASKED" },
      ],
    });
  expect(await decide(["411102003"])).toBe("HUB_APPLICATION_INVALID");
  expect(await decide(["411102"])).toBe("allowed");
  await office.done("reviewer.public-security", STEPS.confirmDecision, { id });
  const SEEN = `query ($id: ID!) { application(id: $id) { returnFlow rowScope grants { provider rowScope } } }`;
  expect(await office.done("owner.public-security", SEEN, { id })).toEqual({
    returnFlow: true,
    rowScope: ["411102"],
    grants: [{ provider: "public-security", rowScope: ["411102"] }],
  });
  const submitted = office.events.find(({ action, change }) => action === "SUBMIT" && change.id === id);
  expect(submitted?.detail).toMatchObject({ returnFlow: true, rowScope: ["411102"] });
});

test("第二十四条: departments of one level do not return to each other, nor does one that the register does not know", async () => {
  const peer = { ...input, app: "human-resources-app", rowScope: ["4111"] };
  expect(await office.refused("applicant.human-resources", STEPS.submitApplication, { input: peer })).toBe(
    "HUB_APPLICATION_INVALID",
  );
  expect(await submit({ items: [{ coordinate: "SubsistenceFamily.kind", outcome: "CLEAR" }] })).toBe(
    "HUB_APPLICATION_INVALID",
  );
});

test("G23: 第二十条: a county's bureau applies for its own county, in whole or in part, and the city for the city", async () => {
  const own = { returnFlow: false, purposeCode: "DISTRICT_RESCUE" };
  expect(await submit({ ...own, rowScope: ["4111"] })).toBe("HUB_APPLICATION_INVALID");
  expect(await submit({ ...own, rowScope: ["411102", "411103"] })).toBe("HUB_APPLICATION_INVALID");
  expect(await submit({ ...own, rowScope: ["411102003"] })).toBe("allowed");
  const city = { ...APPLICATION, app: "human-resources-app", purposeCode: "CITY_WIDE" };
  const bySomebody = (rowScope: readonly string[]) =>
    office.refused("applicant.human-resources", STEPS.submitApplication, { input: { ...city, rowScope } });
  expect(await bySomebody(["41"])).toBe("HUB_APPLICATION_INVALID");
  expect(await bySomebody(["411103"])).toBe("allowed");
});
