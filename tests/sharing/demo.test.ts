import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { graphql, parse } from "graphql";
import { Client } from "pg";
import { parse as parseYaml } from "yaml";
import { claimsOf, findIdentity, purposesOf, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { consumerSchemaOf } from "../../gateway/supergraph/consumer-schema.ts";
import { callerFromClaims } from "../../gateway/authenticate/claims.ts";
import { compileGrant } from "../../gateway/grant/compile-grant.ts";
import { createGrantBook, type GrantBook } from "../../gateway/grant/grant-book.ts";
import type { Entitlement } from "../../gateway/grant/grant.ts";
import { createRegister, registered } from "../../gateway/grant/register.ts";
import { parseGrant, parseGrants } from "../../gateway/grant/store/parse-grants.ts";
import { explainOperation } from "../../gateway/decide/explain/explanation.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { createSharing } from "../../subgraphs/sharing/create-sharing.ts";
import { readDemoGrants } from "../../demo/sharing/demo-grants.ts";
import { runDemoWorkflow } from "../../demo/sharing/run-demo-workflow.ts";
import { testDatabase } from "../test-database.ts";

interface Document {
  readonly consumer: { readonly app?: string; readonly department?: string };
  readonly purpose: { readonly code: string };
  readonly items: Readonly<Record<string, string>>;
}

const NOW = new Date("2026-11-02T01:00:00Z");
const view = catalogueOfFile()();
const schema = consumerSchemaOf(view.supergraph);
const apps = readDemoIdentities();
const DERIVING = ["human-resources", "housing", "civil-affairs", "industry-information"];
const read = (path: string): string => readFileSync(new URL(`../../schema/${path}`, import.meta.url), "utf8");

const events: string[] = [];
const sharing = createSharing({
  catalogue: () => view,
  now: () => NOW,
  onEvent: ({ action }) => {
    events.push(action);
    return Promise.resolve();
  },
});
const fromFile = createGrantBook(parseGrants(parseYaml(read("../demo/sharing/grants.yaml")), view.catalogue));
let fromDatabase: GrantBook;
let documents: readonly Document[];
let database: ReturnType<typeof sharing.open>;
let made: { readonly applications: number; readonly grants: number };

beforeAll(async () => {
  const url = await testDatabase("sharing_demo");
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("drop schema public cascade; create schema public");
    await migrateDatabase("sharing", url);
    database = sharing.open(url);
    made = await runDemoWorkflow(database);
    const { rows } = await client.query<{ id: string; document: Document }>("select id, document from grant_record");
    fromDatabase = createGrantBook(rows.map(({ id, document }) => parseGrant(id, document, view.catalogue)));
    documents = rows.filter(({ id }) => id.startsWith("G")).map(({ document }) => document);
  } finally {
    await client.end();
  }
});
afterAll(() => database.$disconnect());

test("the six questions' grants are brought about by the workflow, outcome by outcome", async () => {
  const wishes = readDemoGrants();
  expect(made.applications).toBe(wishes.length);
  expect(events.filter((action) => action === "ACTIVATE")).toHaveLength(made.grants);
  for (const wish of wishes) {
    const own = documents.filter(
      ({ consumer, purpose }) =>
        consumer.app === wish.consumer.app &&
        consumer.department === wish.consumer.department &&
        purpose.code === wish.purpose.code,
    );
    const got = Object.fromEntries(own.flatMap(({ items }) => Object.entries(items)));
    const wanted = Object.entries(wish.items).filter(([coordinate]) => !coordinate.endsWith(".*"));
    for (const [coordinate, outcome] of wanted)
      expect([wish.id, coordinate, got[coordinate]]).toEqual([wish.id, coordinate, outcome]);
  }
  expect(await runDemoWorkflow(database)).toEqual({ applications: 0, grants: 0 });
});

const asking = (app: string, department: string, purpose: string) => ({
  caller: { app, department, officer: "officer", division: null },
  purpose,
  caseNumber: "C-1",
});

test.each(apps.flatMap((app) => (app.operation === undefined ? [] : [[app.operation, app] as const])))(
  "%s comes to the same under the workflow's grants as under the demo's file",
  (operation, { id, department, purpose }) => {
    const explained = (book: GrantBook) => {
      const explanation = explainOperation({
        schema,
        catalogue: view.catalogue,
        book,
        asking: asking(id, department, purpose),
        document: parse(read(`operations/${operation}.graphql`)),
        operationName: null,
        variables: JSON.parse(read(`operations/${operation}.variables.json`)) as Record<string, unknown>,
        now: NOW.getTime(),
      });
      if (explanation === undefined) throw new Error(`${operation} is no operation`);
      const { coordinates, outcomes, derived } = explanation;
      return {
        outcomes,
        derived,
        coordinates: coordinates.map(({ coordinate, scope, denials }) => ({
          coordinate,
          scope,
          reasons: denials.map(({ reason }) => reason),
        })),
      };
    };
    expect(Object.keys(explained(fromFile).outcomes).length).toBeGreaterThan(10);
    expect(explained(fromDatabase)).toEqual(explained(fromFile));
  },
);

/** What a caller and, for its purpose, the departments that derive for it may have of each item. */
const entitlementsOf = (book: GrantBook, { id, department, purpose }: (typeof apps)[number]): readonly unknown[] => {
  const grant = compileGrant(book, asking(id, department, purpose), NOW.getTime());
  const told = (found: Entitlement): unknown =>
    found.kind === "granted" ? `${found.outcome} ${found.scope.join()}` : found.kind;
  return [...view.catalogue.items.values()].map((item) => [
    item.coordinate,
    told(grant.entitlementOf(item)),
    ...DERIVING.map((deriving) => told(grant.inputEntitlementOf(deriving, item))),
  ]);
};

const offices = apps.filter(({ kind }) => kind === "OFFICE");
const askers = apps.filter(({ kind }) => kind !== "OFFICE");

test.each(askers.map((app) => [app.id, app] as const))("%s gets nothing else from the workflow", (_, app) => {
  expect(entitlementsOf(fromDatabase, app)).toEqual(entitlementsOf(fromFile, app));
});

test.each(offices.map((app) => [app.id, app] as const))(
  "%s works on applications and reads nobody's data",
  (_, app) => {
    const { id, department, purpose } = app;
    const grant = compileGrant(fromDatabase, asking(id, department, purpose), NOW.getTime());
    const given = [...view.catalogue.items.values()].filter((item) => grant.entitlementOf(item).kind === "granted");
    expect(given.filter(({ share }) => share !== "UNCONDITIONAL")).toEqual([]);
    expect(grant.active.flatMap(({ rowScope }) => rowScope)).toEqual([]);
  },
);

test("every app may state the purposes that its demo identity offers", () => {
  const stated = apps.flatMap((app) => purposesOf(app).map(({ code }) => [app, code] as const));
  for (const [{ id, department }, code] of stated) {
    const grant = compileGrant(fromDatabase, asking(id, department, code), NOW.getTime());
    expect([id, grant.purpose.code]).toEqual([id, code]);
  }
});

test("every demo officer has in the register what their identity says, one role each, and nobody else is there", async () => {
  const officers = await database.officer.findMany({ orderBy: { id: "asc" } });
  const held = await database.officerRole.findMany();
  const rolesOf = (officer: string) => held.filter(({ officerId }) => officerId === officer).map(({ role }) => role);
  const said = apps.flatMap((app) => app.officers.map(({ id, roles }) => ({ id, department: app.department, roles })));
  const byId = said.sort((one, other) => (one.id < other.id ? -1 : 1));
  expect(officers.map(({ id, departmentId }) => ({ id, department: departmentId, roles: rolesOf(id) }))).toEqual(byId);
  expect(said.filter(({ roles }) => roles.length !== 1)).toEqual([]);
});

test("G23: 政务数据共享条例第二条: every demo officer acts for the department of their own government: a county's officer for the county's bureau", async () => {
  const areas = new Map((await database.department.findMany()).map(({ id, areaCode }) => [id, areaCode]));
  const inOffice = apps.flatMap(({ department, officers }) =>
    officers.map(({ id, roles }) => [id, { department, area: areas.get(department) ?? "", roles }] as const),
  );
  const known = (app: (typeof apps)[number]) => ({
    department: app.department,
    onDenied: "tell" as const,
    origins: [],
    keys: [],
    operations: new Map(),
  });
  const register = createRegister(new Map(inOffice), new Map(apps.map((app) => [app.id, known(app)])));
  const unfit = apps.flatMap((app) =>
    app.officers
      .filter((officer) => {
        const caller = callerFromClaims({ ...claimsOf({ app, officer }), exp: NOW.getTime() }, "t");
        return registered(register, caller)?.division !== officer.division;
      })
      .map(({ id }) => id),
  );
  expect(unfit).toEqual([]);
  const ofCounties = ["hr-li", "zj-zhao", "mz-zhou"].map((id) =>
    areas.get(new Map(inOffice).get(id)?.department ?? ""),
  );
  expect(ofCounties).toEqual(["411102000000", "411104000000", "411121000000"]);
  expect(areas.get("human-resources")).toBe("411100000000");
});

test("a role that a token names gives nothing that the register does not", async () => {
  const { app, officer } = findIdentity(apps, "pension-audit", "hr-wu");
  const claims = { ...claimsOf({ app, officer }), roles: ["app", "AUTHORITY", "SECURITY_ADMINISTRATOR"] };
  const envelope = { ...claims, purpose: "DATA_SHARING" } as unknown as Envelope;
  const answer = await graphql({
    schema: sharing.schema,
    source: `mutation { emergencyStop(kind: APP, target: "wage-warning", reason: "试") { id } }`,
    contextValue: { database, envelope },
  });
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "HUB_STEP_REFUSED", reason: "WRONG_ROLE" });
});
