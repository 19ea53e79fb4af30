import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
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
const outcome = async (purpose: string): Promise<string> => {
  const { grants, reviews } = await apply(purpose);
  return `${grants.length} by rule, ${reviews.length} to decide`;
};

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

  test("a revocation bars, after disposal too, until the owner gives by its own decision", async () => {
    const id = await grantOf("REVOCATION");
    await byOwner("revokeGrant", id);
    expect(await outcome("REVOCATION")).toBe("0 by rule, 1 to decide");
    await office.done("applicant.human-resources", STEPS.reportDisposal, { id });
    const { id: application } = await apply("REVOCATION");
    const decisions = [{ coordinate: "Enterprise.name", decision: "CLEAR" }];
    await office.done("owner.enterprise", STEPS.decideItems, { id: application, decisions });
    await office.done("reviewer.enterprise", STEPS.confirmDecision, { id: application });
    expect(await outcome("REVOCATION")).toBe("1 by rule, 0 to decide");
  });

  test("a termination bars", async () => {
    const id = await grantOf("TERMINATION");
    await byOwner("suspendGrant", id);
    await byOwner("terminateGrant", id);
    expect(await outcome("TERMINATION")).toBe("0 by rule, 1 to decide");
  });
});
