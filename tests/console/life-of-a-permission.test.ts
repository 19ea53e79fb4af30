import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openWorkflowTabs, readOperation, type WorkflowTabs } from "./workflow-tabs.ts";

const FILES = {
  NeededCoordinates: "needed-coordinates",
  ApplicationForm: "application-form",
  SubmitApplication: "submit-application",
  ConsentToApplication: "consent",
  RequestExtension: "request-extension",
  AnswerExtension: "answer-extension",
  DecideItems: "decide-items",
  ConfirmDecision: "confirm-decision",
  ActivateGrant: "activate-grant",
  FirstAnswer: "first-answer",
  RevokeGrant: "revoke-grant",
  LiftBar: "lift-bar",
  ApplicationProgress: "application-progress",
};
let tabs: WorkflowTabs;

beforeAll(async () => {
  tabs = await openWorkflowTabs({ name: "sharing_playground", folder: "sharing", files: FILES, app: "pension-audit" });
});
afterAll(async () => {
  await tabs[Symbol.asyncDispose]();
});

const parlour = async (): Promise<string | undefined> =>
  (await tabs.explain("FirstAnswer"))?.outcomes["Cremation.parlour"];

/** When the provider has to have answered the newest application. */
const due = async (): Promise<unknown> => {
  await tabs.run("ApplicationProgress");
  const { applications } = tabs.answerOf("ApplicationProgress") as {
    readonly applications: { readonly edges: readonly { readonly node: { readonly reviews: readonly unknown[] } }[] };
  };
  return applications.edges.at(-1)?.node.reviews;
};

test("pressing Run tab by tab goes from the form over an extension to the first answer and on to the revocation", async () => {
  expect(await parlour()).toBe("DENIED");
  expect(await tabs.run("NeededCoordinates")).toBe("demo-applicant.human-resources: done");
  expect(tabs.following("NeededCoordinates")).toBe("ApplicationForm");
  expect(await tabs.run("ApplicationForm")).toBe("demo-applicant.human-resources: done");
  expect(tabs.following("ApplicationForm")).toBe("SubmitApplication");
  expect(await tabs.run("SubmitApplication")).toBe("demo-applicant.human-resources: done");
  expect(await tabs.run("ConsentToApplication")).toBe("demo-reviewer.human-resources: done");
  expect(await due()).toMatchObject([{ state: "OPEN", term: { article: 21, dueOn: "2026-11-16" } }]);
  expect(tabs.following("ConsentToApplication")).toBe("RequestExtension");
  expect(await tabs.run("RequestExtension")).toBe("demo-owner.civil-affairs: done");
  expect(await tabs.run("AnswerExtension")).toBe("demo-authority.data-administration: done");
  expect(tabs.answerOf("AnswerExtension")).toMatchObject({ answerExtension: { state: "CONSENTED", days: 5 } });
  expect(await due()).toMatchObject([{ state: "OPEN", term: { article: 21, dueOn: "2026-11-23" } }]);
  expect(tabs.following("AnswerExtension")).toBe("DecideItems");
  expect(await tabs.run("DecideItems")).toBe("demo-owner.civil-affairs: done");
  expect(await tabs.run("ConfirmDecision")).toBe("demo-reviewer.civil-affairs: done");
  expect(await parlour()).toBe("DENIED");
  expect(await tabs.run("ActivateGrant")).toBe("demo-owner.civil-affairs: done");
  expect(tabs.following("ActivateGrant")).toBe("FirstAnswer");
  expect(await parlour()).toBe("CLEAR");
  expect(await tabs.run("RevokeGrant")).toBe("demo-reviewer.civil-affairs: done");
  expect(tabs.following("RevokeGrant")).toBe("LiftBar");
  expect(await parlour()).toBe("DENIED");
});

test("R2: the bar that came with the revocation is shown in the progress, and lifted by its owner", async () => {
  await tabs.run("ApplicationProgress");
  expect(JSON.stringify(tabs.answerOf("ApplicationProgress"))).toContain('"bars":[{"id":"1","state":"IN_FORCE"');
  expect(await tabs.run("LiftBar")).toBe("demo-owner.civil-affairs: done");
  expect(tabs.answerOf("LiftBar")).toMatchObject({
    liftBar: {
      state: "LIFTED",
      purposeCode: "PENSION_AUDIT",
      reason: "核查工作已经结束",
      liftedBy: "demo-owner.civil-affairs",
    },
  });
  expect(tabs.following("LiftBar")).toBeUndefined();
});

test("a step that was taken already is refused by the workflow, and leads nowhere", async () => {
  expect(await tabs.run("ConsentToApplication")).toMatch(
    /^demo-reviewer\.human-resources: .*WRONG_STATE|AWAITING_CONSENT/,
  );
  expect(tabs.following("ConsentToApplication")).toBeUndefined();
});

test("the form asks about the very question that is answered at the end", () => {
  const { operation } = JSON.parse(readOperation("sharing/needed-coordinates.variables.json")) as {
    readonly operation: string;
  };
  expect(readOperation("sharing/first-answer.graphql").endsWith(`\n${operation}`)).toBe(true);
});
