import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "pg";
import { operationsCommand } from "../../deploy/client/operations.ts";
import { carryOut } from "../../deploy/operate/command.ts";
import { checkOperationsCommand } from "../../deploy/operate/check-operations.ts";
import { statedGrants } from "../../gateway/grant/store/stated-grants.ts";
import { openLedger, type Ledger } from "../../ledger/store/open-ledger.ts";
import { generateKey } from "../../ledger/tree/key.ts";
import { operationIdOf } from "../../schema/registered-operation.ts";
import { viewCatalogue } from "../../subgraphs/sharing/catalogue/catalogue-view.ts";
import { ledgerServices } from "../../subgraphs/sharing/ledger-services.ts";
import { testDatabase } from "../test-database.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, PUBLIC_SECURITY, type Replica } from "./replica.ts";
import { ASSESSMENTS, matters, STEPS } from "./steps.ts";

/*
 * 20.3: an app asks by the id of an operation that its department registered with two hands. One office, one gateway over its database.
 */

const view = viewCatalogue(PUBLIC_SECURITY.supergraphSdl);
const [APPLICANT, HEAD] = ["applicant.human-resources", "reviewer.human-resources"];
const APP = "human-resources-app";
const HOLDER = "query Holder { person { name } }";
const FACTS = `query ($operation: String!) { operationFacts(operation: $operation) { id coordinates cost plan } }`;

const key = generateKey("test/sharing");
let ledger: Ledger;
let office: Office;
let owner: Client;
let replica: Replica;

const serving = async (): Promise<Replica> =>
  openReplica(office.gatewayUrl, undefined, {
    ledger,
    statements: await statedGrants(ledger.database, [key.verifier]),
  });

beforeAll(async () => {
  const databaseUrl = await testDatabase("registered_operations_ledger");
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("drop schema if exists ledger cascade; drop schema public cascade; create schema public");
  await client.end();
  ledger = await openLedger({ databaseUrl, origin: "test/ledger" });
  office = await openOffice("registered_operations", { ...ledgerServices(ledger, key), catalogue: () => view });
  owner = new Client({ connectionString: office.databaseUrl });
  await owner.connect();
  replica = await serving();
  await matters(office).active();
  await replica.until(replica.grants);
});
afterAll(async () => {
  await replica.close();
  await owner.end();
  await office.close();
  await ledger.close();
});

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

const answered = async (sent: URLSearchParams | object, app = APP): Promise<readonly [number, Body]> => {
  const response = await replica.asked(sent, { app });
  return [response.status, (await response.json()) as Body];
};
const codeOf = async (sent: URLSearchParams | object, app = APP): Promise<string> => {
  const [status, { errors = [] }] = await answered(sent, app);
  return `${status} ${errors[0]?.extensions.code ?? "answered"}`;
};

/** An operation as its developer hands it in: the text, and what a gateway says of it. */
const proposal = async (document: string): Promise<object> => {
  const [, { data }] = await answered({ query: FACTS, variables: { operation: document } });
  const { coordinates, cost, plan } = data?.["operationFacts"] as Readonly<Record<string, unknown>>;
  return { document, coordinates, cost, plan };
};

const published = async (...documents: readonly string[]): Promise<readonly string[]> => {
  const operations = await Promise.all(documents.map(proposal));
  await office.done(APPLICANT, STEPS.registerOperations, { operations });
  const ids = documents.map(operationIdOf);
  await office.done(HEAD, STEPS.confirmOperations, { operations: ids });
  await replica.until(() => ids.every((id) => replica.operations().has(id)));
  return ids;
};

test("20.3: an operation is asked for by its id, by POST and by GET, once two hands have registered it; its record names it", async () => {
  const id = operationIdOf(HOLDER);
  expect(await proposal(HOLDER)).toEqual({
    document: HOLDER,
    coordinates: ["Person.name", "Query.person"],
    cost: 1,
    plan: ["public-security"],
  });
  const operations = [await proposal(HOLDER)];
  expect(await office.done(APPLICANT, STEPS.registerOperations, { operations })).toEqual({
    operations: [{ id, name: "Holder", confirmedBy: null }],
  });
  expect(await codeOf({ documentId: id })).toBe("404 HUB_OPERATION_UNKNOWN");
  await office.done(HEAD, STEPS.confirmOperations, { operations: [id] });
  await replica.until(() => replica.operations().has(id));

  const expected = { data: { person: { name: "李示例" } } };
  expect(await answered({ documentId: id })).toMatchObject([200, expected]);
  expect(replica.records.at(-1)).toMatchObject({ decision: "RELEASED", app: APP, operationId: id });
  expect(await answered(new URLSearchParams({ documentId: id, operationName: "Holder" }))).toMatchObject([
    200,
    expected,
  ]);
  // As Apollo's clients send what their manifest has.
  const persistedQuery = { version: 1, sha256Hash: id.slice("sha256:".length) };
  expect(await answered({ operationName: "Holder", extensions: { persistedQuery } })).toMatchObject([200, expected]);
  expect(await answered({ query: HOLDER })).toMatchObject([200, expected]);
  expect(replica.records.at(-1)).not.toHaveProperty("operationId");
});

test("20.3: the id of another app's operation is as unknown as one that is nowhere", async () => {
  const [id = ""] = await published("query Shared { person { name address } }");
  const nowhere = `sha256:${"0".repeat(64)}`;
  await office.done(
    "founder.data-administration",
    `mutation { registerApp(id: "another-app", department: "human-resources", name: "另一系统") { id } }`,
  );
  await replica.until(() => replica.fits({ app: "another-app" }));
  const unknown = await answered({ documentId: nowhere }, "another-app");
  const others = await answered({ documentId: id }, "another-app");
  expect(others[0]).toBe(404);
  expect(others[1].errors).toEqual(unknown[1].errors);
  expect(await codeOf({ documentId: id })).toBe("200 answered");
});

test("20.3: a request names a text or an id, never both, and an id has its form", async () => {
  const [id = ""] = await published("query Formed { person { name } }");
  for (const sent of [
    { documentId: id, query: HOLDER },
    { documentId: id.slice("sha256:".length) },
    { documentId: id.toUpperCase() },
    { documentId: 7 },
    { extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } },
  ])
    expect([sent, await codeOf(sent)]).toEqual([sent, "400 BAD_REQUEST"]);
});

test("20.3: a mutation is not run by GET, by its id as little as by its text", async () => {
  const [id = ""] = await published("mutation Greet { greet { divisionCode } }");
  const response = await replica.asked(new URLSearchParams({ documentId: id }));
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  expect(await codeOf({ documentId: id })).toBe("200 answered");
});

test("20.3: an operation of which the graph makes something else than was approved is refused", async () => {
  const document = "query Cheap { person { name } }";
  const operations = [{ ...(await proposal(document)), cost: 7 }];
  await office.done(APPLICANT, STEPS.registerOperations, { operations });
  const id = operationIdOf(document);
  await office.done(HEAD, STEPS.confirmOperations, { operations: [id] });
  await replica.until(() => replica.operations().has(id));
  expect(await answered({ documentId: id })).toMatchObject([
    409,
    {
      errors: [
        { message: expect.stringContaining("it costs 1, not 7"), extensions: { code: "HUB_OPERATION_CHANGED" } },
      ],
    },
  ]);
});

test("20.3: what the catalogue does not have, or leaves out what is selected, is not proposed; neither is too much", async () => {
  const { ...good } = await proposal(HOLDER);
  const refused = (...operations: readonly object[]) =>
    office.refused(APPLICANT, STEPS.registerOperations, { operations });
  const many = Array.from({ length: 101 }, (_, at) => ({ ...good, document: `query Many${at} { person { name } }` }));
  const long = [0, 1, 2].map((at) => ({
    ...good,
    document: `query Long${at} { person { name } } #${"长".repeat(40_000)}`,
  }));
  for (const operation of [
    { ...good, document: "query Gone { person { gone } }" },
    { ...good, document: "{ person { name } }" },
    { ...good, document: "query A { person { name } } query B { person { name } }" },
    { ...good, document: "query {" },
    { ...good, coordinates: ["Query.person"] },
    { ...good, document: `query Named { person { name } } # 411102199001011234` },
  ])
    expect([operation, await refused(operation)]).toEqual([operation, "HUB_APPLICATION_INVALID"]);
  expect(await refused({ ...good, coordinates: ["Person.gone"] })).toBe("HUB_UNKNOWN_COORDINATE");
  expect(await refused(...many)).toBe("HUB_APPLICATION_INVALID");
  expect(await refused(...long)).toBe("HUB_APPLICATION_INVALID");
});

test("20.3: nobody confirms what they proposed, nor anything else than what is proposed", async () => {
  await office.registered("both.human-resources", "human-resources", "APPLICANT", "REVIEWER");
  const [first, second] = ["query First { person { name } }", "query Second { person { name } }"] as const;
  const operations = [await proposal(first), await proposal(second)];
  await office.done("both.human-resources", STEPS.registerOperations, { operations });
  const ids = [first, second].map(operationIdOf);
  const confirmed = (officer: string, ...given: readonly string[]) =>
    office.refused(officer, STEPS.confirmOperations, { operations: given });
  expect(await confirmed("both.human-resources", ...ids)).toBe("HUB_STEP_REFUSED OWN_MATTER");
  expect(await confirmed(HEAD, ids[0] ?? "")).toBe("HUB_APPLICATION_INVALID");
  expect(await confirmed(HEAD, ...ids)).toBe("allowed");
  // To propose again what is in force changes nothing.
  await office.done(APPLICANT, STEPS.registerOperations, { operations });
  expect(await confirmed(HEAD, ...ids)).toBe("HUB_NOT_FOUND");
});

test("20.3: an operation that is used is retired with a reason only, and then is unknown; the register says when it was used last", async () => {
  const [id = ""] = await published("query Short { person { name } }");
  await office.used([], { app: APP, id, at: new Date("2026-11-02T02:00:00Z") });
  const asking = `{ apps(department: "human-resources") { operations { id lastUsedOn } } }`;
  const apps = await office.done<{ operations: { id: string }[] }[]>(APPLICANT, asking);
  const found = apps.flatMap(({ operations }) => operations).find((operation) => operation.id === id);
  expect(found).toEqual({ id, lastUsedOn: "2026-11-02" });
  expect(await office.refused(APPLICANT, STEPS.retireOperation, { operation: id })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  await office.done(APPLICANT, STEPS.retireOperation, { operation: id, reason: "改版" });
  await replica.until(() => !replica.operations().has(id));
  expect(await codeOf({ documentId: id })).toBe("404 HUB_OPERATION_UNKNOWN");
  expect(await office.refused(APPLICANT, STEPS.retireOperation, { operation: id })).toBe("allowed");
});

describe("20.3: by the command", () => {
  /** One address for what apps meet behind one: the gateway says what an operation is, the workflow takes the steps. */
  const serve = async (officer: () => string): Promise<readonly [string, () => void]> => {
    const server = createServer((request, response) => {
      void (async () => {
        const sent = JSON.parse(await text(request)) as { query: string; variables: object };
        const isGateways = sent.query.includes("operationFacts");
        const answer = isGateways ? (await answered(sent))[1] : await office.as(officer(), sent.query, sent.variables);
        response.end(JSON.stringify(answer));
      })();
    });
    await once(server.unref().listen(0, "127.0.0.1"), "listening");
    return [`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => void server.close()];
  };

  test("an app's manifests are handed in, as often as one likes; what waits, what is in force and what is refused is told; one is retired with a reason", async () => {
    const folder = mkdtempSync(join(tmpdir(), "operations-"));
    const put = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    let officer = APPLICANT;
    const [hub, close] = await serve(() => officer);
    const run = (...args: readonly string[]) =>
      carryOut(operationsCommand, ["--app", APP, "--hub", hub, "--token", put("token", "t"), ...args]);
    const [one, other, third] = ["Carried", "Mapped", "Written"].map((name) => `query ${name} { person { name } }`) as [
      string,
      string,
      string,
    ];
    const [oneId, otherId, thirdId] = [one, other, third].map(operationIdOf) as [string, string, string];
    const apollo = {
      format: "apollo-persisted-query-manifest",
      version: 1,
      operations: [{ id: oneId.slice(7), name: "Carried", type: "query", body: one }],
    };
    const manifests = [
      put("apollo.json", JSON.stringify(apollo)),
      put("relay.json", JSON.stringify({ [otherId.slice(7)]: other })),
      put("third.graphql", third),
    ].flatMap((path) => ["--operations", path]);
    const waiting = (id: string, name: string) =>
      `${id} ${name}: waits: proposed by ${APPLICANT}, to be confirmed by a head of the sharing body`;
    const proposed = [waiting(oneId, "Carried"), waiting(otherId, "Mapped"), waiting(thirdId, "Written")].toSorted();
    expect(await run(...manifests)).toEqual({ code: 0, text: `${proposed.join("\n")}\n` });
    await office.done(HEAD, STEPS.confirmOperations, { operations: [oneId, otherId, thirdId] });
    const inForce = proposed.map((line) => line.replace(/waits.*$/, `in force since 2026-11-02, confirmed by ${HEAD}`));
    expect(await run(...manifests)).toEqual({ code: 0, text: `${inForce.join("\n")}\n` });
    expect((await run()).text.split("\n")).toEqual(expect.arrayContaining(inForce));

    await office.used([], { app: APP, id: oneId, at: new Date("2026-11-02T01:00:00Z") });
    const refused = await run("--retire", oneId);
    expect(refused).toEqual({
      code: 1,
      text: expect.stringMatching(/^HUB_STEP_REFUSED .*give a reason.*30 日内仍有使用/),
    });
    expect(await run("--retire", oneId, "--reason", "改用新的操作")).toEqual({
      code: 0,
      text: `${oneId} Carried: retired on 2026-11-02 (改用新的操作), last used on 2026-11-02\n`,
    });

    const wrong = put("wrong.graphql", "query Wrong { person { shoeSize } }");
    expect(await run("--operations", wrong)).toEqual({
      code: 1,
      text: expect.stringMatching(/^Wrong: .*Cannot query field "shoeSize"/),
    });
    officer = HEAD;
    expect(await run(...manifests)).toMatchObject({ code: 1, text: expect.stringContaining("HUB_STEP_REFUSED") });
    expect(await run("--retire", "x")).toMatchObject({ code: 2 });
    expect(await run("--reason", "x")).toMatchObject({ code: 2 });
    expect(await run("--retire", oneId, ...manifests)).toMatchObject({ code: 2 });
    close();
    rmSync(folder, { recursive: true });
  });
});

test("20.3: what the database's owner writes among the operations is served by nobody", async () => {
  const [id = ""] = await published("query Honest { person { divisionCode } }");
  const forged = "query Forged { person { name address } }";
  await owner.query("update registered_operation set document = $2 where id = $1", [id, forged]);
  const fresh = await serving();
  try {
    await fresh.until(fresh.grants);
    expect((await fresh.asked({ documentId: id })).status).toBe(404);
    // A gateway that had read it before goes on with what was approved.
    expect(await answered({ documentId: id })).toMatchObject([
      200,
      { data: { person: { divisionCode: "411102001001" } } },
    ]);
  } finally {
    await fresh.close();
  }
  await owner.query("update registered_operation set document = $2 where id = $1", [
    id,
    "query Honest { person { divisionCode } }",
  ]);

  const written = operationIdOf(forged);
  await owner.query(
    `insert into registered_operation (app_id, id, name, document, coordinates, cost, plan, pinned, proposed_by, proposed_at, confirmed_by, confirmed_at)
     select app_id, $1, name, $2, coordinates, cost, plan, pinned, proposed_by, proposed_at, confirmed_by, confirmed_at
     from registered_operation where id = $3`,
    [written, forged, id],
  );
  // Nothing that the register says of the app can be believed any more.
  await replica.until(() => !replica.fits({}));
  expect(await codeOf({ documentId: written })).toMatch(/^4\d\d HUB_/);
  await owner.query("delete from registered_operation where id = $1", [written]);
  await replica.until(() => replica.fits({}));
  expect(await codeOf({ documentId: id })).toBe("200 answered");
});

test("20.3: a proposed change of classification shows which registered operations of which apps it would break", async () => {
  const [addressed = "", divided = ""] = await published(
    "query Addressed { person { address } }",
    "query Divided { person { divisionCode } }",
  );
  const propose = async (change: string) => {
    const { affectedOperations } = await office.done<{ affectedOperations: readonly { readonly name: string }[] }>(
      "owner.public-security",
      `mutation { proposeCatalogueChange(${change}, reason: "r", ${ASSESSMENTS}) {
        affectedOperations { app operation name effect } } }`,
    );
    return affectedOperations.filter(({ name }) => ["Addressed", "Divided", "Holder"].includes(name));
  };
  const affected = (operation: string, name: string, effect: string) => [{ app: APP, operation, name, effect }];
  expect(await propose('coordinate: "Person.address", level: L3, share: CONDITIONAL, mask: NAME')).toEqual(
    affected(addressed, "Addressed", "MASK_CHANGED"),
  );
  expect(await propose('coordinate: "Person.address", level: L2, share: CONDITIONAL, mask: ADDRESS')).toEqual([]);
  expect(await propose('coordinate: "Person.divisionCode", level: L2, share: CONDITIONAL')).toEqual(
    affected(divided, "Divided", "GRANT_REQUIRED"),
  );
  expect(await propose('coordinate: "Person.divisionCode", level: L4, share: UNCONDITIONAL')).toEqual(
    affected(divided, "Divided", "OFFICER_REQUIRED"),
  );
});

test("20.3: check:operations says of a supergraph which registered operations it breaks, before it lands", async () => {
  const [id = ""] = await published("query Phoned { person { name phone } }");
  const folder = mkdtempSync(join(tmpdir(), "check-operations-"));
  const put = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  process.env["HUB_GRANTS_DATABASE"] = office.gatewayUrl;
  try {
    const { supergraphSdl } = PUBLIC_SECURITY;
    const before = put("before.graphql", supergraphSdl);
    const check = (...args: readonly string[]) => carryOut(checkOperationsCommand, ["--before", before, ...args]);
    expect(await check("--after", before)).toEqual({
      code: 0,
      text: expect.stringMatching(/^Nothing breaks: \d+ operations of 1 apps\.\n$/),
    });
    const without = put("without.graphql", supergraphSdl.replace(/^ *phone: .*\n/m, ""));
    const broken = await check("--after", without);
    expect(broken).toMatchObject({ code: 1, isAnswer: true });
    expect(broken.text).toContain(`${APP} Phoned (${id}): GONE: Cannot query field "phone" on type "Person".`);
    expect(broken.text).not.toContain("Holder (");
    // Without a division no grant of some divisions can say which rows it gives.
    const undivided = put("undivided.graphql", supergraphSdl.replace(/^ *divisionCode: .*\n/m, ""));
    const refused = await check("--after", undivided);
    expect(refused.text).toContain(`${APP}: GRANT: `);
    expect(refused.text).toContain("as Person names no division");
    expect(refused.text).toMatch(/ Holder \(.*: OUTCOME Query\.person, PENSION_CHECK: CLEAR becomes DENIED/);

    // The same for a developer who has a manifest and no register.
    const text = "query Phoned { person { name phone } }";
    const manifest = put("relay.json", JSON.stringify({ located: text }));
    const own = ["--operations", manifest, "--app", APP, "--department", "human-resources"];
    expect((await check("--after", without, ...own)).text.split("\n")).toEqual([
      expect.stringMatching(/ Phoned \(sha256:[0-9a-f]{64}\): GONE: Cannot query field "phone"/),
      "1 of 1 operations break.",
      "",
    ]);
    expect(await check()).toEqual({ code: 2, text: "--after is missing. See --help.\n" });
  } finally {
    delete process.env["HUB_GRANTS_DATABASE"];
    rmSync(folder, { recursive: true });
  }
});

test("20.3: while a grant demands registered operations no text of its app is parsed, whatever it says", async () => {
  const [id = ""] = await published("query Demanded { person { name } }");
  const grant = await matters(office, { purposeCode: "DEMANDING" }).active({ registeredOnly: true });
  await replica.until(() => replica.demands());
  const before = await replica.parsed();
  for (const query of ["query New { person { name } }", HOLDER, "{ __schema { types { name } } }", "no GraphQL at all"])
    expect([query, await codeOf({ query })]).toEqual([query, "403 HUB_OPERATION_REQUIRED"]);
  expect(await replica.parsed()).toBe(before);
  expect(await codeOf({ documentId: id })).toBe("200 answered");
  // It was parsed when it was proposed, and never since.
  expect(await replica.parsed()).toBe(before);
  await office.done("reviewer.public-security", STEPS.revokeGrant, { id: grant });
  await replica.until(() => !replica.demands());
  expect(await codeOf({ query: "query New { person { name } }" })).toBe("200 answered");
});
