import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { classified, govern, type Answer, type GovernedGraph, type ShortGrant } from "./fixtures/govern.ts";

const LI = { id: "p1", number: "n", name: "李一", district: "d", health: { grade: "A" } };

const register = {
  typeDefs: classified(`
    type Query {
      person(number: String! @reveals(coordinate: "Person.number")): Person @item(level: L2, share: CONDITIONAL)
      people: [Person] @open
      plots: [Plot] @open
      firms: [Enterprise] @open
    }
    type Person @key(fields: "id") {
      id: ID! @open
      number: String @asked(CITIZEN_NUMBER)
      name: String @asked(NAME)
      district: String @open
      health: Health @open
    }
    type Health @part { grade: String @asked }
    type Vehicle @key(fields: "plate") { plate: ID! @open owner: Person @subject @open value: Int @asked }
    type Plot { id: ID! @open vehicle: Vehicle @open sealed: Boolean @asked }
    type Enterprise @key(fields: "id") {
      id: ID! @open
      arrears: Int @asked
      contact: String @asked(PHONE)
      representative: Person @asked
      report: Report @open
    }
    type Report @part { tax: Int @asked }
  `),
  resolvers: {
    Query: {
      person: () => LI,
      people: () => [LI],
      plots: () => [{ id: "l1", sealed: true, vehicle: { plate: "v1", value: 7, owner: { id: "p1" } } }],
      firms: () => [{ id: "e1", arrears: 5, contact: "13812345678", representative: { id: "p1" }, report: { tax: 3 } }],
    },
  },
};
const QUERY = `{
  people { id number name district health { grade } }
  person(number: "n") { id number health { grade } }
  plots { id sealed vehicle { plate value } }
  firms { id arrears contact representative { id } report { tax } }
}`;
const ITEMS = {
  "Query.person": "CLEAR",
  "Person.*": "CLEAR",
  "Health.*": "CLEAR",
  "Vehicle.*": "CLEAR",
  "Plot.*": "CLEAR",
  "Enterprise.*": "CLEAR",
  "Report.*": "CLEAR",
} as const;
const GRANT: ShortGrant = { items: ITEMS };

const records: DisclosureRecord[] = [];
let gateway: GovernedGraph;
beforeAll(async () => {
  const append = (record: DisclosureRecord) => {
    records.push(record);
    return Promise.resolve({ index: records.length, id: "r", promise: null as never });
  };
  gateway = await govern({ register }, [GRANT], { ledger: { append } });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const ask = (more: object = {}) => gateway.ask({ query: QUERY, ...more });
const kinds = (answer: Answer): ReadonlySet<unknown> =>
  new Set(answer.errors?.map(({ extensions }) => extensions?.["reason"] ?? extensions?.["code"]));

describe("S22: sensitive data of people asks for an officer and a case", () => {
  test.each([
    ["an app without an officer", { officer: null }, "OFFICER_REQUIRED"],
    ["an officer without a case", { caseNumber: null }, "CASE_REQUIRED"],
  ] as const)("%s gets what is about firms, and of people what is not sensitive", async (_, more, reason) => {
    gateway.setGrants([GRANT]);
    const answer = await ask(more);
    expect(answer.data).toEqual({
      people: [{ id: "p1", number: null, name: null, district: "d", health: null }],
      person: null,
      plots: [{ id: "l1", sealed: null, vehicle: { plate: "v1", value: null } }],
      firms: [{ id: "e1", arrears: 5, contact: null, representative: null, report: { tax: 3 } }],
    });
    expect(kinds(answer)).toEqual(new Set([reason]));
    expect(answer.errors?.[0]?.extensions).toMatchObject({ grant: "g0", apply: null });
  });

  test("an officer in a case gets everything, and the record names both", async () => {
    gateway.setGrants([GRANT]);
    const answer = await ask({ caseNumber: encodeURIComponent("漯人社监〔2026〕15号") });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({ person: { number: "n", health: { grade: "A" } } });
    expect(records.at(-1)).toMatchObject({ officer: "officer", caseNumber: "漯人社监〔2026〕15号" });
  });

  test("a grant for an automatic job needs neither, for what it gives", async () => {
    gateway.setGrants([
      { items: { "Person.name": "MASKED", "Plot.sealed": "CLEAR" }, unattended: true },
      { items: { "Person.name": "CLEAR", "Person.number": "CLEAR" } },
    ]);
    const query = "{ people { number name } plots { sealed } }";
    const alone = await ask({ query, officer: null, caseNumber: null });
    expect(alone.data).toEqual({ people: [{ number: null, name: "李*" }], plots: [{ sealed: true }] });
    expect(kinds(alone)).toEqual(new Set(["OFFICER_REQUIRED"]));
    expect((await ask({ query })).data).toEqual({ people: [{ number: "n", name: "李一" }], plots: [{ sealed: true }] });
  });

  test("the same caller is asked again with each request, whatever it stated before", async () => {
    gateway.setGrants([GRANT]);
    const outcomes: unknown[] = [];
    for (const caseNumber of ["C-1", null, "C-2", null]) outcomes.push([...kinds(await ask({ caseNumber }))]);
    expect(outcomes).toEqual([[], ["CASE_REQUIRED"], [], ["CASE_REQUIRED"]]);
  });

  test("whyDenied answers for the case that the request states", async () => {
    gateway.setGrants([GRANT]);
    const query = `query ($operation: String!) { whyDenied(operation: $operation, purpose: "TEST") {
      coordinates { coordinate denials { reason message messageZh apply } } } }`;
    const variables = { operation: "{ people { name } }" };
    const told = async (caseNumber: string | null) =>
      JSON.stringify((await ask({ query, variables, caseNumber })).data);
    expect(await told(null)).toContain("state its number in the x-case header");
    expect(await told("C-1")).not.toContain("CASE_REQUIRED");
  });

  test.each([
    ["empty", ""],
    ["too long", "1".repeat(65)],
    ["a citizen's number", "411104198001010017"],
    ["the same with blanks", "411104 19800101 0017"],
    ["a telephone's number", "13812345678"],
    ["bad percent-encoding", "%E6%BC"],
    ["bytes that are no UTF-8", "C-\u00ff"],
    ["a control character", encodeURIComponent("C-\u0007")],
  ])(
    "a case number that is %s is refused, never taken for absent, and nothing is kept of it",
    async (_, caseNumber) => {
      gateway.setGrants([GRANT]);
      const before = records.length;
      const answer = await ask({ query: "{ firms { id } }", caseNumber });
      expect(kinds(answer)).toEqual(new Set(["HUB_CASE_INVALID"]));
      expect(answer.data ?? null).toBeNull();
      expect(records.slice(before).map(({ caseNumber: kept }) => kept)).toEqual([undefined]);
    },
  );
});
