import { expect, test } from "@jest/globals";
import type { DisclosureRecord } from "../../../ledger/record.ts";
import { classified, govern, reasons, type ShortGrant } from "../../decide/fixtures/govern.ts";
import { limitedGateway } from "./fixtures/limited-gateway.ts";

const ASK = "{ people(first: 1) { name } }";
const WHY = `{ whyDenied(operation: "${ASK}", purpose: "TEST") { coordinates { coordinate denials { reason grant until message } } } }`;

test("a spent quota is said field by field, with when it opens again; nothing is asked, and it is recorded", async () => {
  const records: DisclosureRecord[] = [];
  const append = (record: DisclosureRecord) => Promise.resolve({ index: records.push(record), id: "r" });
  await using gateway = await limitedGateway({ requestsPerDay: 1 }, {}, { append });
  await gateway.ask(ASK);
  const response = await gateway.post("/graphql", { query: ASK });
  expect([response.status, response.headers.get("retry-after")]).toEqual([200, "14400"]);
  expect(await response.json()).toMatchSnapshot({
    extensions: {
      sharing: { grant: expect.any(String), policyVersion: expect.any(String), receipt: { salt: expect.any(String) } },
    },
  });
  expect(gateway.fetches).toHaveLength(1);
  expect(records.map(({ decision, coordinates }) => [decision, coordinates])).toEqual([
    [
      "RELEASED",
      [
        { coordinate: "Query.people", outcome: "CLEAR", rows: 1 },
        { coordinate: "Person.name", outcome: "CLEAR", rows: 1 },
      ],
    ],
    ["PARTIAL", [{ coordinate: "Query.people", outcome: "DENIED", rows: 0, reason: "QUOTA" }]],
  ]);
});

test("a dry run and whyDenied tell it, before and after, and use nothing up", async () => {
  await using gateway = await limitedGateway({ requestsPerDay: 1 }, {});
  const dry = () => gateway.post("/graphql", { query: ASK }, { "x-dry-run": "true" });
  const outcomesOf = async (response: Promise<Response>) =>
    ((await (await response).json()) as { extensions: { sharing: { outcomes: object } } }).extensions.sharing.outcomes;
  for (let turn = 0; turn < 3; turn += 1) {
    expect(await outcomesOf(dry())).toEqual({ "Query.people": "CLEAR", "Person.name": "CLEAR" });
    expect((await gateway.ask(WHY)).data).toMatchObject({
      whyDenied: { coordinates: [{ denials: [] }, { denials: [] }] },
    });
  }
  expect((await gateway.ask(ASK)).codes).toEqual([]);
  expect(await outcomesOf(dry())).toEqual({ "Query.people": "DENIED" });
  expect((await gateway.ask(WHY)).data).toEqual({
    whyDenied: {
      coordinates: [
        {
          coordinate: "Query.people",
          denials: [
            {
              reason: "QUOTA",
              grant: "g",
              until: "2026-06-01T16:00:00.000Z",
              message: "the quota of grant g is used up until 2026-06-02T00:00:00+08:00",
            },
          ],
        },
      ],
    },
  });
});

test("x-on-denied: reject refuses it as a whole, and is charged nothing", async () => {
  await using gateway = await limitedGateway({ requestsPerDay: 2 }, {});
  const strict = { "x-on-denied": "reject" };
  const denied = await gateway.ask("{ people(first: 1) { name secret } }", {}, strict);
  expect([denied.codes, denied.data]).toEqual([["HUB_FIELD_DENIED"], null]);
  expect((await gateway.ask(ASK, {}, strict)).codes).toEqual([]);
  expect((await gateway.ask(ASK, {}, strict)).codes).toEqual([]);
  expect(await gateway.ask(ASK, {}, strict)).toEqual({
    status: 200,
    retryAfter: "14400",
    codes: ["HUB_FIELD_DENIED"],
    data: null,
  });
  expect(gateway.fetches).toHaveLength(2);
});

test("people: the answer in which they run out is withheld; when none is left, nothing is asked any more", async () => {
  await using gateway = await limitedGateway({ subjectsPerDay: 10 }, {});
  const people = (first: number) => gateway.ask(`{ people(first: ${first}) { name } }`);
  expect((await people(6)).codes).toEqual([]);
  expect(await people(11)).toMatchObject({ status: 429, codes: ["HUB_QUOTA_EXCEEDED"], data: undefined });
  expect((await people(10)).codes).toEqual([]);
  expect(await people(1)).toEqual({
    status: 200,
    retryAfter: "14400",
    codes: ["HUB_FIELD_DENIED"],
    data: { people: null },
  });
  expect(gateway.fetches).toHaveLength(3);
});

const register = {
  a: {
    typeDefs: classified(`
      type Query { people: [Person!] @open }
      type Person @key(fields: "id") @part { id: ID! @open name: String @asked(NAME) income: Int @asked phone: String @asked }
    `),
    resolvers: { Query: { people: () => [{ id: "1", name: "王小明", income: 9_000, phone: "1" }] } },
  },
};

const ask = "{ people { name income } }";
const spendFirst = async (grants: readonly ShortGrant[], spend: string, query = ask) => {
  await using graph = await govern(register, grants);
  await graph.ask(spend);
  const { data, errors = [] } = await graph.ask(query);
  return { data, errors: reasons({ errors }), fetched: graph.graph.fetches.at(-1)?.query };
};
const income: ShortGrant = { items: { "Person.income": "CLEAR" }, quota: { requestsPerDay: 1 } };

test("of several grants, the spent one's coordinates are denied and the others' given", async () => {
  const got = await spendFirst([income, { items: { "Person.name": "CLEAR" } }], "{ people { income } }");
  expect(got).toEqual({
    data: { people: [{ name: "王小明", income: null }] },
    errors: ["people.0.income QUOTA"],
    fetched: expect.not.stringContaining("income"),
  });
});

test("what another grant gives in just the same way is given by that one", async () => {
  const got = await spendFirst([income, { items: { "Person.income": "CLEAR" } }], "{ people { income } }");
  // Both were charged, so both were used; only the first has a quota.
  expect([got.data, got.errors]).toEqual([{ people: [{ name: null, income: 9_000 }] }, ["people.0.name NO_GRANT"]]);
});

test("what would be given masked, or for fewer rows, without the spent grant is denied: nothing slips in unsaid", async () => {
  const name: ShortGrant = { items: { "Person.name": "CLEAR" }, quota: { requestsPerDay: 1 } };
  const masked = await spendFirst(
    [name, { items: { "Person.name": "MASKED" } }],
    "{ people { name } }",
    "{ people { name } }",
  );
  expect([masked.data, masked.errors]).toEqual([{ people: [{ name: null }] }, ["people.0.name QUOTA"]]);
  const district = { items: { "Person.name": "CLEAR" }, rowScope: ["411102"] } as const;
  const fewer = await spendFirst([name, district], "{ people { name } }", "{ people { name } }");
  expect([fewer.data, fewer.errors]).toEqual([{ people: null }, ["people QUOTA"]]);
});

test("many at once at the last of a quota: one gets it, the others are told", async () => {
  await using graph = await govern(register, [income, { items: { "Person.name": "CLEAR" } }]);
  const got = await Promise.all(Array.from({ length: 50 }, () => graph.ask(ask)));
  const given = got.filter(({ errors }) => errors === undefined);
  expect(given).toHaveLength(1);
  for (const { data, errors } of got) {
    if (errors)
      expect([data, reasons({ errors })]).toEqual([
        { people: [{ name: "王小明", income: null }] },
        ["people.0.income QUOTA"],
      ]);
  }
});

const deriving = {
  police: {
    typeDefs: classified(`
      type Query { people: [Person!] @open }
      type Person @key(fields: "id") { id: ID! @open income: Int @asked name: String @asked(NAME) }
    `),
    resolvers: {
      Query: { people: () => [{ id: "1", income: 9_000, name: "王小明" }] },
      Person: { __resolveReference: (person: object) => ({ income: 9_000, ...person }) },
    },
  },
  welfare: {
    typeDefs: classified(`
      type Person @key(fields: "id") { id: ID! @open income: Int @external isPoor: Boolean @asked @requires(fields: "income") }
    `),
    resolvers: { Person: { isPoor: ({ income: earned }: { readonly income: number }) => earned < 1_000 } },
  },
};

test.each([
  ["requests", { requestsPerDay: 2 }, 2],
  ["people", { subjectsPerDay: 1 }, 1],
])(
  "a department pays for what it derives from: its own %s used up deny the derived field alone",
  async (_, quota, times) => {
    const grants: readonly ShortGrant[] = [
      { items: { "Person.isPoor": "CLEAR", "Person.name": "MASKED" } },
      { department: "welfare", purpose: "CHECK", items: { "Person.income": "CLEAR" }, quota },
    ];
    await using graph = await govern(deriving, grants);
    const query = "{ people { name isPoor } }";
    await graph.ask("{ people { name } }");
    for (let turn = 0; turn < times; turn += 1) {
      expect(await graph.ask(query)).toMatchObject({ data: { people: [{ name: "王**", isPoor: false }] } });
    }
    const { data, errors = [] } = await graph.ask(query);
    expect(data).toEqual({ people: [{ name: "王**", isPoor: null }] });
    expect(errors).toMatchObject([
      {
        path: ["people", 0, "isPoor"],
        message:
          "Person.isPoor is not shared with you: the quota of welfare's own grant g1 is used up until 2026-06-02T00:00:00+08:00.",
        extensions: { code: "HUB_FIELD_DENIED", reason: "QUOTA", department: "welfare", grant: "g1" },
      },
    ]);
    expect(graph.graph.fetches.at(-1)?.query).not.toContain("income");
  },
);
