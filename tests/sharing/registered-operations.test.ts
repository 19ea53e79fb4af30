import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { operationIdOf } from "../../schema/registered-operation.ts";
import { viewCatalogue } from "../../subgraphs/sharing/catalogue/catalogue-view.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, PUBLIC_SECURITY, type Replica } from "./replica.ts";
import { matters, STEPS } from "./steps.ts";

/*
 * 20.3: an app asks by the id of an operation that its department registered with two hands. One office, one gateway over its database.
 */

const view = viewCatalogue(PUBLIC_SECURITY.supergraphSdl);
const [APPLICANT, HEAD] = ["applicant.human-resources", "reviewer.human-resources"];
const APP = "human-resources-app";
const HOLDER = "query Holder { person { name } }";
const FACTS = `query ($operation: String!) { operationFacts(operation: $operation) { id coordinates cost plan } }`;

let office: Office;
let replica: Replica;

beforeAll(async () => {
  office = await openOffice("registered_operations", { catalogue: () => view });
  replica = await openReplica(office.gatewayUrl);
  await matters(office).active();
  await replica.until(replica.grants);
});
afterAll(async () => {
  await replica.close();
  await office.close();
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
