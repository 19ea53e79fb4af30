import { expect, test } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { limitedGateway } from "../limit/callers/fixtures/limited-gateway.ts";

const QUERY = "query ($first: Int!) { people(first: $first) { name secret } }";
const QUESTION = { query: QUERY, variables: { first: 1 } };

const bodyOf = async (response: Promise<Response>) => {
  const got = await response;
  return { status: got.status, body: (await got.json()) as Readonly<Record<string, unknown>> };
};

test("POST /why answers what the dry run answers, asks no department, and is recorded as a dry run", async () => {
  const records: DisclosureRecord[] = [];
  const append = (record: DisclosureRecord) => Promise.resolve({ index: records.push(record), id: "r" });
  await using gateway = await limitedGateway({}, {}, { append });
  const why = await bodyOf(gateway.post("/why", { ...QUESTION, purpose: "TEST" }, { "x-purpose": "OTHER" }));
  const dry = await bodyOf(gateway.post("/graphql", QUESTION, { "x-dry-run": "true" }));
  const { dryRun, ...sharing } = (dry.body["extensions"] as { readonly sharing: Readonly<Record<string, unknown>> })
    .sharing;
  expect(dryRun).toBe(true);
  expect(why.status).toBe(200);
  expect({ ...why.body, receipt: null }).toEqual({ ...sharing, receipt: null });
  expect(why.body["outcomes"]).toEqual({
    "Query.people": "CLEAR",
    "Person.name": "CLEAR",
    "Person.secret": "DENIED",
  });
  expect(why.body["coordinates"]).toContainEqual(
    expect.objectContaining({
      coordinate: "Person.secret",
      denials: [expect.objectContaining({ reason: "NO_GRANT" })],
    }),
  );
  expect(gateway.fetches).toEqual([]);
  expect(records.map(({ decision, purpose }) => [decision, purpose])).toEqual([
    ["DRY_RUN", "TEST"],
    ["DRY_RUN", "TEST"],
  ]);
});

test.each([
  ["a stranger", QUESTION, { authorization: "" }, 401, "HUB_UNAUTHENTICATED"],
  ["no purpose", QUESTION, { "x-purpose": "" }, 403, "HUB_PURPOSE_REQUIRED"],
  ["a purpose that no header holds", { ...QUESTION, purpose: "用途" }, {}, 400, "HUB_BODY_INVALID"],
  ["a mistake", { query: "{ nobody }" }, {}, 400, "GRAPHQL_VALIDATION_FAILED"],
  ["a list", [QUESTION], {}, 400, "HUB_BODY_INVALID"],
  ["introspection", { query: "{ __typename }" }, {}, 400, "HUB_BODY_INVALID"],
  ["a form", QUESTION, { "content-type": "text/plain" }, 415, "HUB_MEDIA_TYPE"],
])("%s is refused", async (_, question, headers, status, code) => {
  await using gateway = await limitedGateway({}, {});
  const got = await bodyOf(gateway.post("/why", question, headers));
  expect(got).toMatchObject({ status, body: { errors: [{ extensions: { code } }] } });
});

test("questions count against the app's rate", async () => {
  await using gateway = await limitedGateway({}, { rate: { requests: 1, seconds: 10 } });
  expect((await gateway.post("/why", QUESTION)).status).toBe(200);
  const second = await gateway.post("/why", QUESTION);
  expect([second.status, second.headers.get("retry-after")]).toEqual([429, "10"]);
});
