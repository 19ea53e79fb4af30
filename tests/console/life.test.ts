import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { applicationTab } from "../../console/src/life/application-form.ts";
import type { AnsweredTab } from "../../console/src/life/answered-tab.ts";
import { nextStep, takeOver } from "../../console/src/life/steps.ts";
import { askedBy } from "../../console/src/tabs/asked-by.ts";

const officeOf = (department: string, role: string) => ({
  app: `${department}-office`,
  officer: `${role}.${department}`,
  purpose: "DATA_SHARING",
});

const tab = (operationName: string, variables: object = {}, data?: object): AnsweredTab => ({
  operationName,
  query: `# app: housing-office\n# officer: han\nquery ${operationName} { a }`,
  variables: JSON.stringify(variables),
  response: data === undefined ? null : JSON.stringify({ data }),
});

const QUESTION = "query Mine { firm { tax } person { name } }";
const form = tab(
  "ApplicationForm",
  { app: "rental-check", purpose: "PUBLIC_RENTAL", operation: QUESTION },
  {
    applicationForm: [
      { standing: "GRANTED_CLEAR", item: { coordinate: "Person.id", share: "CONDITIONAL", mask: null } },
      { standing: "MISSING", item: { coordinate: "Person.name", share: "CONDITIONAL", mask: "NAME" } },
      { standing: "MISSING", item: { coordinate: "Firm.tax", share: "CONDITIONAL", mask: null } },
      { standing: "NOT_SHARED", item: { coordinate: "Person.cases", share: "NOT_SHARED", mask: null } },
    ],
  },
);

const item = (coordinate: string, owner: string, wished: string, byRule = false) => ({
  coordinate,
  owner,
  wished,
  byRule,
  decision: "PENDING",
});
const matter = (version: number, reviews: object[] = [], grants: object[] = [], id = "27") => ({
  id,
  version,
  department: { id: "housing" },
  items: [
    item("Firm.name", "enterprise", "CLEAR", true),
    item("Firm.tax", "enterprise", "CLEAR"),
    item("Person.name", "public-security", "MASKED"),
  ],
  reviews,
  grants,
});
const review = (provider: string, state: string) => ({ provider, state });
const grant = (id: string, provider: string, state: string, byRule = false) => ({ id, provider, state, byRule });

test("what is missing goes from the form into the application, masked where it can be, by whoever filled it in", () => {
  const submission = tab("SubmitApplication", {
    input: { app: "rental-check", purposeCode: "PUBLIC_RENTAL", legalBasis: "公共租赁住房管理办法第七条", items: [] },
  });
  expect(takeOver(submission, [form, submission], officeOf)).toEqual({
    variables: {
      input: {
        app: "rental-check",
        purposeCode: "PUBLIC_RENTAL",
        legalBasis: "公共租赁住房管理办法第七条",
        operation: QUESTION,
        items: [
          { coordinate: "Person.name", outcome: "MASKED" },
          { coordinate: "Firm.tax", outcome: "CLEAR" },
        ],
      },
    },
    asked: { app: "housing-office", officer: "han", purpose: undefined },
  });
});

test("another app states its own basis: the one its answers were given for, and nothing of the demo's", () => {
  const shipped = { app: "pension-audit", purposeCode: "PENSION_AUDIT", legalBasis: "某办法", rowScope: ["4111"] };
  const submission = tab("SubmitApplication", { input: shipped });
  const own = { app: "rental-check", scenario: "", usageScope: "", rowScope: ["4111"] };
  expect(takeOver(submission, [form, submission], officeOf)?.variables).toMatchObject({
    input: { ...own, legalBasis: "", purposeName: "", obligations: "", assessment: null },
  });
  const purpose = { code: "PUBLIC_RENTAL", name: "公租房资格核查", basis: "公共租赁住房管理办法第七条" };
  const answer = { data: null, errors: [{ message: "denied" }], extensions: { sharing: { purpose } } };
  const question = { ...tab("Mine"), response: JSON.stringify(answer) };
  expect(takeOver(submission, [question, form, submission], officeOf)?.variables).toMatchObject({
    input: { ...own, legalBasis: "公共租赁住房管理办法第七条", purposeName: "公租房资格核查" },
  });
});

test("each step is taken by the officer whose it is, with the numbers of the newest answer", () => {
  const submitted = tab("SubmitApplication", {}, { submitApplication: matter(1) });
  const taken = (name: string, tabs: readonly AnsweredTab[]) => takeOver(tab(name), tabs, officeOf);
  expect(taken("ConsentToApplication", [submitted])).toEqual({
    variables: { application: "27" },
    asked: officeOf("housing", "REVIEWER"),
  });
  const open = [review("enterprise", "OPEN"), review("public-security", "COMPLETE")];
  const consented = tab("ConsentToApplication", {}, { consentToApplication: matter(2, open) });
  expect(taken("DecideItems", [consented, submitted])).toEqual({
    variables: { application: "27", decisions: [{ coordinate: "Firm.tax", decision: "CLEAR" }], assessment: null },
    asked: officeOf("enterprise", "OWNER"),
  });
  const half = [review("enterprise", "DECIDED"), review("public-security", "COMPLETE")];
  const decided = tab("DecideItems", {}, { decideItems: matter(3, half) });
  expect(taken("ConfirmDecision", [submitted, consented, decided])).toEqual({
    variables: { application: "27" },
    asked: officeOf("enterprise", "REVIEWER"),
  });
  const grants = [grant("G1", "enterprise", "ACTIVE", true), grant("G2", "enterprise", "GRANTED")];
  const confirmed = tab(
    "ConfirmDecision",
    {},
    { confirmDecision: matter(4, [review("enterprise", "CONFIRMED"), open[1] ?? {}], grants) },
  );
  const all = [submitted, consented, decided, confirmed];
  expect(taken("ActivateGrant", all)).toEqual({ variables: { grant: "G2" }, asked: officeOf("enterprise", "OWNER") });
  expect(takeOver(tab("RevokeGrant", { reason: "用途已完成" }), all, officeOf)).toEqual({
    variables: { reason: "用途已完成", grant: "G2" },
    asked: officeOf("enterprise", "REVIEWER"),
  });
  // 公安 has not decided: the second provider's turn.
  expect(taken("DecideItems", all)).toEqual({
    variables: { application: "27", decisions: [{ coordinate: "Person.name", decision: "MASKED" }], assessment: null },
    asked: officeOf("public-security", "OWNER"),
  });
  // PIPL55: the shipped assessment is that of the provider whom the tab names, and nobody else's.
  const shipped = {
    ...tab("DecideItems", { assessment: { influence: "…" } }),
    query: "# officer: OWNER.public-security\nmutation { a }",
  };
  expect(takeOver(shipped, all, officeOf)?.variables).toMatchObject({ assessment: { influence: "…" } });
});

test("numbers that were lost come back from the list of applications, the last one first", () => {
  const progress = tab(
    "ApplicationProgress",
    {},
    { applications: { edges: [{ node: matter(9, [], [], "9") }, { node: matter(1, [], [], "31") }] } },
  );
  expect(takeOver(tab("ConsentToApplication"), [progress], officeOf)?.variables).toEqual({ application: "31" });
});

test.each([
  ["nothing was answered", [tab("SubmitApplication")]],
  ["the step was refused", [{ ...tab("SubmitApplication"), response: '{"data":null,"errors":[{"message":"no"}]}' }]],
  ["the answer is no application", [tab("Other", {}, { submitApplication: { id: 1 }, list: [1, null] })]],
  ["the answer is none", [{ ...tab("Other"), response: "<html>" }]],
])("a tab stays as it is while %s", (_, tabs) => {
  for (const name of ["SubmitApplication", "ConsentToApplication", "DecideItems", "ActivateGrant", "RevokeGrant"])
    expect(takeOver(tab(name, { application: "typed" }), tabs, officeOf)).toBeUndefined();
});

test("a question is no step and takes nothing over", () => {
  const submitted = tab("SubmitApplication", {}, { submitApplication: matter(1) });
  expect(takeOver(tab("WageWarning"), [submitted, form], officeOf)).toBeUndefined();
  expect(nextStep(tab("WageWarning", {}, { a: 1 }), [submitted])).toBeUndefined();
});

test("a step leads to the next once it has succeeded, and back while a provider has not decided", () => {
  const submitted = tab("SubmitApplication", {}, { submitApplication: matter(1) });
  const consent = tab("ConsentToApplication");
  expect(nextStep(submitted, [form, submitted, consent])).toEqual({ operationName: "ConsentToApplication", open: 2 });
  expect(nextStep(submitted, [form, submitted])).toEqual({ operationName: "ConsentToApplication", open: -1 });
  expect(nextStep(consent, [submitted, consent])).toBeUndefined();
  const activated = tab("ActivateGrant", {}, { activateGrant: { id: "G2" } });
  const waiting = tab("ConfirmDecision", {}, { confirmDecision: matter(4, [review("public-security", "OPEN")]) });
  expect(nextStep(activated, [waiting, activated])).toEqual({ operationName: "DecideItems", open: -1 });
  const mine = { ...tab("Mine"), query: QUESTION };
  expect(nextStep(activated, [mine, form, activated])).toEqual({ operationName: "FirstAnswer", open: 0 });
  const revoked = tab("RevokeGrant", {}, { revokeGrant: { id: "G2", bars: [{ id: "7", state: "IN_FORCE" }] } });
  expect(nextStep(revoked, [])).toEqual({ operationName: "LiftBar", open: -1 });
  expect(takeOver(tab("LiftBar"), [revoked], officeOf)?.variables).toEqual({ bar: "7" });
  expect(nextStep(tab("LiftBar", {}, { liftBar: { id: "7" } }), [])).toBeUndefined();
});

test("the form of an application is filled in for any operation, by an applicant of the app's department", () => {
  const read = (name: string) =>
    readFileSync(new URL(`../../schema/operations/sharing/${name}`, import.meta.url), "utf8");
  const shipped = {
    name: "needed-coordinates",
    title: "0 所需字段",
    operationName: "NeededCoordinates",
    query: read("needed-coordinates.graphql"),
    variables: read("needed-coordinates.variables.json"),
  };
  const wanted = { operation: QUESTION, app: "rental-check", purpose: "PUBLIC_RENTAL" };
  const opened = applicationTab(shipped, wanted, officeOf("housing", "APPLICANT"));
  expect(askedBy(opened.query)).toEqual(officeOf("housing", "APPLICANT"));
  expect(opened.query.split("\n").filter((line) => line.startsWith("#"))).toHaveLength(4);
  expect(opened.query.slice(opened.query.indexOf("query"))).toBe(shipped.query.slice(shipped.query.indexOf("query")));
  expect(JSON.parse(opened.variables)).toEqual(wanted);
  // Where the gateway has no local issuer, the user's own token asks.
  expect(askedBy(applicationTab(shipped, wanted, {}).query)).toEqual({});
});

test("the form takes over what the operation needs, and whose app and purpose it is", () => {
  const wanted = { operation: QUESTION, app: "rental-check", purpose: "PUBLIC_RENTAL" };
  const coordinates = ["Firm.tax", "Person.name"];
  const needed = tab("NeededCoordinates", wanted, { neededCoordinates: coordinates });
  expect(nextStep(needed, [needed])).toEqual({ operationName: "ApplicationForm", open: -1 });
  expect(takeOver(tab("ApplicationForm", { coordinates: ["A.b"] }), [needed], officeOf)).toEqual({
    variables: { ...wanted, coordinates },
    asked: { app: "housing-office", officer: "han" },
  });
  expect(takeOver(tab("ApplicationForm"), [tab("NeededCoordinates", wanted)], officeOf)).toBeUndefined();
});

test("steps of another matter take over its number, from the newest answer, and stay as they are without one", () => {
  const filed = (id: string, provider: string) =>
    tab("FileCorrection", {}, { fileCorrection: { id, provider, state: "FILED" } });
  const answer = tab("AnswerCorrection", { upheld: true });
  expect(takeOver(answer, [filed("9", "housing"), filed("12", "enterprise")], officeOf)).toEqual({
    variables: { upheld: true, correction: "12" },
    asked: officeOf("enterprise", "OWNER"),
  });
  for (const name of [
    "FileCorrection",
    "AnswerCorrection",
    "LiftStop",
    "FileDispute",
    "AnswerDispute",
    "AnswerExtension",
  ])
    expect(takeOver(tab(name), [tab("EmergencyStop"), form], officeOf)).toBeUndefined();
});

test("whoever stopped does not lift: the tab's own head says who does", () => {
  const stopped = tab("EmergencyStop", {}, { emergencyStop: { id: "3", kind: "COORDINATE" } });
  expect(takeOver(tab("LiftStop"), [stopped], officeOf)).toEqual({ variables: { stop: "3" } });
  expect(nextStep(stopped, [stopped])).toEqual({ operationName: "LiftStop", open: -1 });
});

test("a dispute is about a grant that somebody decided, never one that the rule gave", () => {
  const rows = [
    { id: "G7", provider: "housing", byRule: false },
    { id: "G8", provider: "housing", byRule: true },
  ];
  const grants = tab("DisputedGrant", {}, { grants: { edges: rows.map((node) => ({ node })) } });
  expect(takeOver(tab("FileDispute"), [grants], officeOf)?.variables).toEqual({
    matter: "GRANT",
    id: "G7",
    respondent: "housing",
  });
});
