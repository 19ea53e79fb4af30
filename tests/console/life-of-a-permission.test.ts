import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { graphql, parse } from "graphql";
import { Client } from "pg";
import type { AnsweredTab } from "../../console/src/life/matter.ts";
import { nextStep, takeOver } from "../../console/src/life/steps.ts";
import { Session } from "../../console/src/identity/session.ts";
import { askedBy } from "../../console/src/tabs/asked-by.ts";
import { findIdentity, purposesOf, readDemoIdentities } from "../../gateway/authenticate/demo-identities.ts";
import { consumerSchemaOf } from "../../gateway/execute/plan/consumer-schema.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import { parseGrant } from "../../gateway/grant/parse-grants.ts";
import { explainOperation } from "../../gateway/policy/explanation.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { migrateDatabase } from "../../subgraphs/kit/migrate-database.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { createSharing } from "../../subgraphs/sharing/create-sharing.ts";
import { readDemoGrants } from "../../subgraphs/sharing/demo/demo-wishes.ts";
import { runDemoWorkflow } from "../../subgraphs/sharing/demo/run-demo-workflow.ts";
import { testDatabase } from "../test-database.ts";

/*
 * The playground's second set, as a newcomer goes through it: press Run, press 下一步, and change nothing. The workflow
 * is the real one over its own database; what the gateway would answer is decided by the gateway's own function.
 */

const NOW = new Date("2026-11-02T01:00:00Z");
const apps = readDemoIdentities();
const view = catalogueOfFile()();
const sharing = createSharing({ catalogue: () => view, now: () => NOW, onEvent: () => Promise.resolve() });
const session = new Session(
  apps.map((app) => ({
    app: app.id,
    kind: app.kind,
    heading: app.kind,
    name: app.name,
    department: app.department,
    officers: app.officers.map(({ id, name, roles }) => ({ code: id, name, roles })),
    citizens: [],
    purposes: purposesOf(app),
  })),
);
let client: Client;
let database: ReturnType<typeof sharing.open>;

beforeAll(async () => {
  const url = await testDatabase("sharing_playground");
  client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  await migrateDatabase("sharing", url);
  database = sharing.open(url);
  const grants = (await readDemoGrants()).filter(({ consumer }) => consumer.app === "pension-audit");
  await runDemoWorkflow(database, undefined, grants);
});
afterAll(async () => {
  await database.$disconnect();
  await client.end();
});

const FILES = {
  ApplicationForm: "application-form",
  SubmitApplication: "submit-application",
  ConsentToApplication: "consent",
  DecideItems: "decide-items",
  ConfirmDecision: "confirm-decision",
  ActivateGrant: "activate-grant",
  FirstAnswer: "first-answer",
  RevokeGrant: "revoke-grant",
};
type Step = keyof typeof FILES;

const read = (file: string): string =>
  readFileSync(new URL(`../../schema/operations/sharing/${file}`, import.meta.url), "utf8");

const tabs: AnsweredTab[] = Object.entries(FILES).map(([operationName, file]) => ({
  operationName,
  query: read(`${file}.graphql`),
  variables: read(`${file}.variables.json`),
  response: null,
}));
const indexOf = (step: Step): number => tabs.findIndex(({ operationName }) => operationName === step);

/** Enters a tab and presses Run: asked by whoever the tab says, with what it takes over. */
const run = async (step: Step): Promise<string> => {
  const tab = tabs[indexOf(step)] ?? {};
  const taken = takeOver(tab, tabs, session.officeOf);
  const { app = "", officer = "" } = taken?.asked ?? askedBy(tab.query ?? "");
  const { app: identity } = findIdentity(apps, app, officer);
  const variables = taken?.variables ?? (JSON.parse(tab.variables ?? "{}") as Record<string, unknown>);
  const envelope = { app, department: identity.department, officer } as Envelope;
  const contextValue = { database, envelope };
  const answer = await graphql({
    schema: sharing.schema,
    source: tab.query ?? "",
    contextValue,
    variableValues: variables,
  });
  tabs[indexOf(step)] = { ...tab, variables: JSON.stringify(variables), response: JSON.stringify(answer) };
  const [error] = answer.errors ?? [];
  return `${officer}: ${error?.message ?? "done"}`;
};

/** What the gateway makes of the first answer under the grants in force. */
const parlour = async (): Promise<string | undefined> => {
  const { rows } = await client.query<{ id: string; document: unknown }>("select id, document from grant_record");
  const document = tabs[indexOf("FirstAnswer")]?.query ?? "";
  const { app = "", purpose = "" } = askedBy(document);
  const explanation = explainOperation({
    schema: consumerSchemaOf(view.supergraph),
    catalogue: view.catalogue,
    book: createGrantBook(rows.map((row) => parseGrant(row.id, row.document, view.catalogue))),
    caller: { app, department: "human-resources", division: "411100" },
    purpose,
    document: parse(document),
    operationName: null,
    variables: JSON.parse(read("first-answer.variables.json")) as Record<string, unknown>,
    now: NOW.getTime() + 1_000,
  });
  return explanation?.outcomes["Cremation.parlour"];
};

const following = (step: Step): string | undefined => nextStep(tabs[indexOf(step)] ?? {}, tabs)?.operationName;

test("pressing Run tab by tab goes from the form to the first answer and on to the revocation", async () => {
  expect(await parlour()).toBe("DENIED");
  expect(await run("ApplicationForm")).toBe("demo-applicant.human-resources: done");
  expect(following("ApplicationForm")).toBe("SubmitApplication");
  expect(await run("SubmitApplication")).toBe("demo-applicant.human-resources: done");
  expect(await run("ConsentToApplication")).toBe("demo-reviewer.human-resources: done");
  expect(await run("DecideItems")).toBe("demo-owner.civil-affairs: done");
  expect(await run("ConfirmDecision")).toBe("demo-reviewer.civil-affairs: done");
  expect(await parlour()).toBe("DENIED");
  expect(await run("ActivateGrant")).toBe("demo-owner.civil-affairs: done");
  expect(following("ActivateGrant")).toBe("FirstAnswer");
  expect(await parlour()).toBe("CLEAR");
  expect(await run("RevokeGrant")).toBe("demo-owner.civil-affairs: done");
  expect(following("RevokeGrant")).toBeUndefined();
  expect(await parlour()).toBe("DENIED");
});

test("a step that was taken already is refused by the workflow, and leads nowhere", async () => {
  expect(await run("ConsentToApplication")).toMatch(/^demo-reviewer\.human-resources: .*WRONG_STATE|AWAITING_CONSENT/);
  expect(following("ConsentToApplication")).toBeUndefined();
});

test("the form asks about the very question that is answered at the end", () => {
  const { operation } = JSON.parse(read("application-form.variables.json")) as { readonly operation: string };
  expect(read("first-answer.graphql").endsWith(`\n${operation}`)).toBe(true);
});
