import { expect, test } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { limitedGateway } from "../limit/callers/fixtures/limited-gateway.ts";

const QUERY = "query People($first: Int!) { people(first: $first) { name secret } }";
const DENIALS =
  "denials { reason message messageZh path apply grant validFrom validTo until purposes department missing argument reveals from type }";
const ASK = `query ($operation: String!, $purpose: String!, $operationName: String, $variables: HubVariables) {
  whyDenied(operation: $operation, purpose: $purpose, operationName: $operationName, variables: $variables) {
    purpose { code name basis } grants grant policyVersion level
    coordinates { coordinate outcome owner shareType level mask grants scope ${DENIALS} }
    derived { department coordinates }
  }
}`;
const SHORT = `query ($operation: String!, $purpose: String!, $variables: HubVariables) {
  whyDenied(operation: $operation, purpose: $purpose, variables: $variables) { coordinates { coordinate outcome denials { reason } } }
}`;

const question = (more: Readonly<Record<string, unknown>> = {}, query = ASK) => ({
  query,
  variables: { operation: QUERY, purpose: "TEST", variables: { first: 1 }, ...more },
});

const ledgerOf = (records: DisclosureRecord[]) => ({
  append: (record: DisclosureRecord) => Promise.resolve({ index: records.push(record), id: "r" }),
});

const read = async (response: Promise<Response>) => {
  const got = await response;
  return { status: got.status, body: (await got.json()) as Readonly<Record<string, unknown>> };
};

test("whyDenied answers coordinate by coordinate, asks no department and is recorded as a dry run", async () => {
  const records: DisclosureRecord[] = [];
  await using gateway = await limitedGateway({}, {}, ledgerOf(records), { apply: "/apply" });
  const { status, body } = await read(gateway.post("/graphql", question(), { "x-purpose": "" }));
  expect(status).toBe(200);
  const { grant, policyVersion, ...explanation } = (body["data"] as { whyDenied: Record<string, unknown> }).whyDenied;
  expect([grant, policyVersion]).toEqual([records[0]?.grantHash, records[0]?.policyVersion]);
  const { receipt } = (body["extensions"] as { sharing: { receipt: { salt: string } } }).sharing;
  expect(receipt).toEqual({ index: 1, id: "r", salt: expect.any(String) });
  expect({ ...body, data: { whyDenied: explanation }, extensions: null }).toMatchSnapshot();
  expect(gateway.fetches).toEqual([]);
  expect(records).toMatchObject([
    {
      kind: "dry-run",
      decision: "DRY_RUN",
      purpose: "TEST",
      coordinates: [{ coordinate: "Person.secret", outcome: "DENIED", reason: "NO_GRANT" }],
      subjects: [],
    },
  ]);
});

test("it says what the dry run of the operation says, and both what is enforced", async () => {
  await using gateway = await limitedGateway({}, {});
  const answers = await read(gateway.post("/graphql", question({}, SHORT)));
  const dry = await read(gateway.post("/graphql", { query: QUERY, variables: { first: 1 } }, { "x-dry-run": "true" }));
  const enforced = await read(gateway.post("/graphql", { query: QUERY, variables: { first: 1 } }));
  const outcomesIn = ({ body }: typeof dry) =>
    (body["extensions"] as { sharing: { outcomes: Readonly<Record<string, string>> } }).sharing.outcomes;
  const { coordinates } = (
    answers.body["data"] as { whyDenied: { coordinates: { coordinate: string; outcome: string }[] } }
  ).whyDenied;
  expect(Object.fromEntries(coordinates.map(({ coordinate, outcome }) => [coordinate, outcome]))).toEqual(
    outcomesIn(dry),
  );
  expect(outcomesIn(dry)).toEqual(outcomesIn(enforced));
  expect(enforced.body["data"]).toEqual({ people: [{ name: "Li", secret: null }] });
});

test("a caller without any grant may ask: the hub's own rules are nobody's data", async () => {
  await using gateway = await limitedGateway({}, {}, undefined, { department: "strangers" });
  const { status, body } = await read(gateway.post("/graphql", question({}, SHORT), { "x-purpose": "" }));
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      data: {
        whyDenied: {
          coordinates: [{ coordinate: "Query.people", outcome: "DENIED", denials: [{ reason: "NO_GRANT" }] }],
        },
      },
    },
  });
});

test("beside data, the data follows the usual rules, and each is recorded", async () => {
  const records: DisclosureRecord[] = [];
  await using gateway = await limitedGateway({}, {}, ledgerOf(records));
  const query = `{
    people(first: 1) { name secret }
    why: whyDenied(operation: "{ people(first: 1) { secret } }", purpose: "TEST") { coordinates { coordinate outcome } }
    other: whyDenied(operation: "{ people(first: 1) { name } }", purpose: "OTHER") { coordinates { coordinate outcome } }
  }`;
  const { body } = await read(gateway.post("/graphql", { query }));
  expect(body["data"]).toEqual({
    people: [{ name: "Li", secret: null }],
    why: {
      coordinates: [
        { coordinate: "Query.people", outcome: "CLEAR" },
        { coordinate: "Person.secret", outcome: "DENIED" },
      ],
    },
    other: { coordinates: [{ coordinate: "Query.people", outcome: "DENIED" }] },
  });
  expect(body["errors"]).toMatchObject([{ path: ["people", 0, "secret"], extensions: { reason: "NO_GRANT" } }]);
  expect((body["extensions"] as { sharing: { outcomes: object } }).sharing.outcomes).toEqual({
    "Query.people": "CLEAR",
    "Person.name": "CLEAR",
    "Person.secret": "DENIED",
  });
  expect(gateway.fetches).toEqual([{ subgraph: "police", query: expect.stringContaining("people") }]);
  expect(gateway.fetches[0]?.query).not.toContain("secret");
  expect(records.map(({ decision, purpose, coordinates }) => [decision, purpose, coordinates.length])).toEqual([
    ["DRY_RUN", "TEST", 1],
    ["DRY_RUN", "unknown", 1],
    ["PARTIAL", "TEST", 3],
  ]);
});

test("beside data, no purpose is no data", async () => {
  await using gateway = await limitedGateway({}, {});
  const query = `{ people(first: 1) { name } whyDenied(operation: "{ __typename }", purpose: "TEST") { grant } }`;
  const got = await read(gateway.post("/graphql", { query }, { "x-purpose": "" }));
  expect(got).toMatchObject({ status: 403, body: { errors: [{ extensions: { code: "HUB_PURPOSE_REQUIRED" } }] } });
  expect(got.body["data"]).toBeUndefined();
});

test("strangers may not ask", async () => {
  await using gateway = await limitedGateway({}, {});
  const got = await read(gateway.post("/graphql", question(), { authorization: "" }));
  expect(got).toMatchObject({ status: 401, body: { errors: [{ extensions: { code: "HUB_UNAUTHENTICATED" } }] } });
  expect(got.body["data"]).toBeUndefined();
});

const nested = (levels: number): string => `{ a: ${"[".repeat(levels)}1${"]".repeat(levels)} }`;

test.each([
  ["text that is not GraphQL", { operation: "{ people(" }, "GRAPHQL_PARSE_FAILED"],
  ["a field that is not there", { operation: "{ nobody }" }, "GRAPHQL_VALIDATION_FAILED"],
  [
    "two operations and no name",
    { operation: "query A { __typename } query B { __typename }" },
    "OPERATION_RESOLUTION_FAILURE",
  ],
  ["a name that picks none", { operationName: "Other" }, "OPERATION_RESOLUTION_FAILURE"],
  ["no purpose", { purpose: " " }, "HUB_PURPOSE_REQUIRED"],
  ["a variable that does not fit", { variables: { first: "many" } }, "HUB_INVALID_VARIABLE"],
  ["variables that are no object", { variables: [1] }, "HUB_INVALID_VARIABLE"],
  ["a page that is too large", { variables: { first: 1_001 } }, "HUB_PAGE_SIZE"],
  ["too many tokens", { operation: `{ ${"__typename ".repeat(2_001)} }` }, "HUB_TOO_MANY_TOKENS"],
  ["too long a text", { operation: `{ __typename } #${"x".repeat(50_000)}` }, "HUB_QUERY_TOO_LONG"],
  [
    "too deep a value",
    { operation: `{ whyDenied(operation: "", purpose: "", variables: ${nested(30)}) { grant } }` },
    "HUB_QUERY_TOO_DEEP",
  ],
])("a broken question (%s) is one error in its place", async (_, more, code) => {
  const records: DisclosureRecord[] = [];
  await using gateway = await limitedGateway({}, {}, ledgerOf(records));
  const { status, body } = await read(gateway.post("/graphql", question(more)));
  expect(status).toBe(200);
  expect(body).toMatchObject({ data: { whyDenied: null }, errors: [{ path: ["whyDenied"], extensions: { code } }] });
  expect(body["errors"]).toHaveLength(1);
  expect(JSON.stringify(body["errors"])).not.toContain('"http"');
  expect(records).toMatchObject([{ decision: "DRY_RUN", operationHash: null, coordinates: [] }]);
});

test("a question about questions is answered once, and costs no more", async () => {
  const records: DisclosureRecord[] = [];
  await using gateway = await limitedGateway({}, {}, ledgerOf(records));
  const inner = `{ whyDenied(operation: "{ people(first: 1) { secret } }", purpose: "TEST") { grant } }`;
  const { body } = await read(gateway.post("/graphql", question({ operation: inner, variables: null }, SHORT)));
  expect(body["data"]).toEqual({ whyDenied: { coordinates: [] } });
  expect(records).toHaveLength(1);
});

test("one request asks ten questions at most, each an operation of the app's rate", async () => {
  await using gateway = await limitedGateway({}, { rate: { requests: 11, seconds: 10 } });
  const ask = (count: number) =>
    `{ ${Array.from({ length: count }, (_, at) => `q${at}: whyDenied(operation: "{ __typename }", purpose: "TEST") { grants }`).join(" ")} }`;
  const eleven = await gateway.ask(ask(11));
  expect([eleven.status, eleven.codes]).toEqual([200, ["HUB_BATCH_TOO_LARGE"]]);
  expect((await gateway.ask(ask(1))).status).toBe(200);
  expect(await gateway.ask(ask(1))).toMatchObject({ status: 429, codes: ["HUB_RATE_LIMITED"] });
  await using unhurried = await limitedGateway({}, {});
  expect(await unhurried.ask(ask(10))).toMatchObject({ status: 200, codes: [] });
});

test("when the ledger cannot record a question, it is not answered", async () => {
  await using gateway = await limitedGateway({}, {}, { append: () => Promise.reject(new Error("disk full")) });
  const got = await read(gateway.post("/graphql", question()));
  expect(got).toMatchObject({ status: 503, body: { errors: [{ extensions: { code: "HUB_LEDGER_UNAVAILABLE" } }] } });
  expect(got.body["data"]).toBeUndefined();
});

test("introspection shows it, in Chinese, and what it returns", async () => {
  await using gateway = await limitedGateway({}, {});
  const query = `{ __type(name: "Query") { fields { name description } } __schema { types { name } } }`;
  const { body } = await read(gateway.post("/graphql", { query }, { "x-purpose": "" }));
  const { __type, __schema } = body["data"] as {
    __type: { fields: { name: string; description: string }[] };
    __schema: { types: { name: string }[] };
  };
  expect(__type.fields.map(({ name }) => name)).toEqual([
    "person",
    "people",
    "verify",
    "check",
    "whyDenied",
    "neededCoordinates",
    "operationFacts",
  ]);
  const why = __type.fields.find(({ name }) => name === "whyDenied");
  expect(why?.description).toContain("为什么不给");
  expect(__schema.types.map(({ name }) => name).filter((name) => name.startsWith("Hub"))).toHaveLength(11);
});

test.each([
  ["an alias", "{ whyDenied: people(first: 1) { name } }"],
  ["a fragment", "{ ...F } fragment F on Query { __typename ... on Query { people(first: 1) { name } } }"],
  [
    "a question beside it",
    `{ whyDenied(operation: "{ __typename }", purpose: "TEST") { grant } people(first: 1) { name } }`,
  ],
])("data under %s is data: a caller without a grant gets none, and must state a purpose", async (_, query) => {
  await using gateway = await limitedGateway({}, {}, undefined, { department: "strangers" });
  expect((await gateway.ask(query, {}, { "x-purpose": "" })).codes).toEqual(["HUB_PURPOSE_REQUIRED"]);
  expect((await gateway.ask(query)).codes).toEqual(["HUB_FIELD_DENIED"]);
  expect(gateway.fetches).toEqual([]);
});

test("the coordinates that an operation needs are told by the same reading, whatever is granted, and recorded", async () => {
  const records: DisclosureRecord[] = [];
  await using gateway = await limitedGateway({}, {}, ledgerOf(records), { department: "strangers" });
  const needed = (operation: string) =>
    read(
      gateway.post(
        "/graphql",
        {
          query: `query ($operation: String!) { neededCoordinates(operation: $operation) }`,
          variables: { operation },
        },
        { "x-purpose": "" },
      ),
    );
  expect((await needed("{ people(first: 1) { name secret } }")).body["data"]).toEqual({
    neededCoordinates: ["Person.name", "Person.secret", "Query.people"],
  });
  expect(records).toMatchObject([{ decision: "DRY_RUN", coordinates: [], purpose: null }]);
  for (const [operation, code] of [
    ["{ people(", "GRAPHQL_PARSE_FAILED"],
    ["{ nobody }", "GRAPHQL_VALIDATION_FAILED"],
    [`{ ${"__typename ".repeat(2_001)} }`, "HUB_TOO_MANY_TOKENS"],
  ] as const) {
    const { body } = await needed(operation);
    expect(body).toMatchObject({ data: { neededCoordinates: null }, errors: [{ extensions: { code } }] });
  }
  expect(gateway.fetches).toEqual([]);
});
