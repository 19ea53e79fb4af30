import { readFileSync } from "node:fs";
import { graphql, parse } from "graphql";
import { Client } from "pg";
import type { AnsweredTab } from "../../console/src/life/answered-tab.ts";
import { nextStep, takeOver } from "../../console/src/life/steps.ts";
import { Session } from "../../console/src/identity/session.ts";
import { askedBy } from "../../console/src/tabs/asked-by.ts";
import { findIdentity, purposesOf, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { consumerSchemaOf } from "../../gateway/supergraph/consumer-schema.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import { parseBar } from "../../gateway/grant/bar.ts";
import { parseGrant } from "../../gateway/grant/store/parse-grants.ts";
import { defaultLimits } from "../../gateway/config.ts";
import { explainOperation, type Explanation } from "../../gateway/decide/explain/explanation.ts";
import { neededCoordinates } from "../../gateway/decide/explain/needed-coordinates.ts";
import { createReadOperation } from "../../gateway/operation/read-operation.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { createSharing } from "../../subgraphs/sharing/create-sharing.ts";
import { readDemoGrants } from "../../demo/sharing/demo-grants.ts";
import { runDemoWorkflow } from "../../demo/sharing/run-demo-workflow.ts";
import type { SharingServices } from "../../subgraphs/sharing/services.ts";
import { testDatabase } from "../test-database.ts";

/*
 * A set of the playground's tabs as a newcomer goes through it: press Run, press 下一步, and change nothing. The workflow is
 * the real one over its own database; what the gateway would answer is decided by the gateway's own function.
 */

/** One set of tabs over a workflow with the grants of one demo app. */
export interface WorkflowTabs extends AsyncDisposable {
  /** Enters a tab and presses Run, by whoever the tab says with what it takes over: `officer: done`, or the error. */
  readonly run: (name: string) => Promise<string>;
  /** The operation that 下一步 leads to. */
  readonly following: (name: string) => string | undefined;
  /** Data of a tab's last answer. */
  readonly answerOf: (name: string) => unknown;
  /** Puts the answer of a department's data into a tab, as if the gateway had given it. */
  readonly answer: (name: string, data: object) => void;
  /** How the gateway would answer a tab's operation under the grants and stops in force. */
  readonly explain: (name: string) => Promise<Explanation | undefined>;
}

interface WorkflowOptions {
  /** Name of the test's database. */
  readonly name: string;
  /** Folder under `schema/operations/`. */
  readonly folder: string;
  /** Operation names by file, in the order of the tabs. */
  readonly files: Readonly<Record<string, string>>;
  readonly app: string;
  readonly services?: Partial<SharingServices>;
}

const NOW = new Date("2026-11-02T01:00:00Z");
const apps = readDemoIdentities();
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

/** Text of a file under `schema/operations/`. */
export const readOperation = (path: string): string =>
  readFileSync(new URL(`../../schema/operations/${path}`, import.meta.url), "utf8");

const openDatabase = async (name: string): Promise<{ readonly client: Client; readonly url: string }> => {
  const url = await testDatabase(name);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  await migrateDatabase("sharing", url);
  return { client, url };
};

/** Opens a set of tabs. */
export const openWorkflowTabs = async ({
  name,
  folder,
  files,
  app,
  services,
}: WorkflowOptions): Promise<WorkflowTabs> => {
  const view = catalogueOfFile()();
  const recorded = { onEvent: () => Promise.resolve(), ...services };
  const sharing = createSharing({ catalogue: () => view, now: () => NOW, ...recorded });
  const { client, url } = await openDatabase(name);
  const database = sharing.open(url);
  const grants = readDemoGrants().filter(({ consumer }) => consumer.app === app);
  await runDemoWorkflow(database, undefined, grants);
  const tabs: AnsweredTab[] = Object.entries(files).map(([operationName, file]) => ({
    operationName,
    query: readOperation(`${folder}/${file}.graphql`),
    variables: readOperation(`${folder}/${file}.variables.json`),
    response: null,
  }));
  const indexOf = (step: string): number => tabs.findIndex(({ operationName }) => operationName === step);
  const tabOf = (step: string): AnsweredTab => tabs[indexOf(step)] ?? {};
  const variablesOf = ({ variables }: AnsweredTab) => JSON.parse(variables ?? "{}") as Record<string, unknown>;

  const schema = consumerSchemaOf(view.supergraph);
  const reading = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e6 });
  const needs = (text: string) => neededCoordinates(reading(text, undefined), schema, view.catalogue);

  const run = async (step: string): Promise<string> => {
    const tab = tabOf(step);
    const taken = takeOver(tab, tabs, session.officeOf);
    const { app: asking = "", officer = "" } = taken?.asked ?? askedBy(tab.query ?? "");
    const { app: identity } = findIdentity(apps, asking, officer);
    const variableValues = { ...(taken?.variables ?? variablesOf(tab)) };
    const envelope = { app: asking, department: identity.department, officer } as Envelope;
    const contextValue = { database, envelope };
    const answer =
      step === "NeededCoordinates"
        ? { data: { neededCoordinates: needs(String(variableValues["operation"])) } }
        : await graphql({ schema: sharing.schema, source: tab.query ?? "", contextValue, variableValues });
    tabs[indexOf(step)] = { ...tab, variables: JSON.stringify(variableValues), response: JSON.stringify(answer) };
    const [error] = "errors" in answer ? (answer.errors ?? []) : [];
    return `${officer}: ${error?.message ?? "done"}`;
  };

  const explain = async (step: string): Promise<Explanation | undefined> => {
    const { rows } = await client.query<{ id: string; document: unknown }>("select id, document from grant_record");
    const bars = await client.query<{ bar: unknown }>("select to_json(b) as bar from bar_in_force b");
    const stops = await client.query<{ target: string }>("select target from stop_in_force where kind = 'COORDINATE'");
    const tab = tabOf(step);
    const { app = "", purpose = "" } = askedBy(tab.query ?? "");
    const { department, case: caseNumber = null } = findIdentity(apps, app).app;
    return explainOperation({
      schema,
      catalogue: view.catalogue,
      book: createGrantBook(
        rows.map((row) => parseGrant(row.id, row.document, view.catalogue)),
        {
          stopped: new Set(stops.rows.map(({ target }) => target)),
          bars: bars.rows.map(({ bar }, at) => parseBar(`bars[${at}]`, bar)),
        },
      ),
      asking: {
        caller: { app, department, officer: "officer", division: "411100" },
        purpose,
        caseNumber,
      },
      document: parse(tab.query ?? ""),
      operationName: null,
      variables: variablesOf(tab),
      now: NOW.getTime() + 1_000,
    });
  };

  return {
    run,
    explain,
    following: (step) => nextStep(tabOf(step), tabs)?.operationName,
    answerOf: (step) => (JSON.parse(tabOf(step).response ?? "null") as { readonly data?: unknown } | null)?.data,
    answer: (step, data) => {
      tabs[indexOf(step)] = { ...tabOf(step), response: JSON.stringify({ data }) };
    },
    [Symbol.asyncDispose]: async () => {
      await database.$disconnect();
      await client.end();
    },
  };
};
