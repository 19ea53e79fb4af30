import { describe, expect, it, test } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import type { Grant } from "../../grant/compile-grant.ts";
import { verdictFor } from "./verdict.ts";
import type { Bar } from "../../grant/bar.ts";
import { classified, govern, reasons, type ShortGrant } from "../fixtures/govern.ts";

const derives = (input: string) => ({
  typeDefs: classified(`
    type Person @key(fields: "id") { id: ID! @open ${input}: Int @external
      poor: Boolean @shareable @requires(fields: "${input}") @asked }
  `),
  resolvers: { Person: { __resolveReference: (person: object) => person, poor: () => true } },
});

/** Housing derives `poor` from the income, civil affairs from the savings: the planner may ask either. */
const subgraphs = {
  police: {
    typeDefs: classified(`
      type Query { people: [Person!] @open }
      type Person @key(fields: "id") { id: ID! @open income: Int @asked savings: Int @asked }
    `),
    resolvers: { Query: { people: () => [{ id: "1", income: 1, savings: 2 }] } },
  },
  housing: derives("income"),
  "civil-affairs": derives("savings"),
};

describe("T3: a field that several departments derive needs the inputs of each", () => {
  const own: ShortGrant = { items: { "Person.poor": "CLEAR" } };
  const housing: ShortGrant = { department: "housing", items: { "Person.income": "CLEAR" } };
  const civil: ShortGrant = { department: "civil-affairs", items: { "Person.savings": "CLEAR" } };

  it.each<[string, readonly ShortGrant[], unknown]>([
    ["neither", [own], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["the first alone", [own, housing], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["the second alone", [own, civil], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["the other's input", [own, { ...housing, department: "civil-affairs" }], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["both", [own, housing, civil], []],
  ])("%s may have its input", async (_, grants, expected) => {
    await using graph = await govern(subgraphs, grants);
    const answer = await graph.ask("{ people { id poor } }");
    expect(reasons(answer)).toEqual(expected);
    expect(answer.data).toEqual({ people: [{ id: "1", poor: grants.length === 3 ? true : null }] });
  });
});

describe("G7: what one system carries for several owners is worked out under grants of each", () => {
  const carrier = {
    housing: {
      typeDefs: classified(`
        type Query { people: [Person!] @open }
        type Home @dataset(owner: "land-register") { area: Int @asked }
        type Person @key(fields: "id") { id: ID! @open homes: [Home] @asked
          poor: Boolean @asked @reads(of: ["Home.area"]) rich: Boolean @asked @dataset(owner: "land-register") @reads(of: ["Home.area"]) }
      `),
      resolvers: { Query: { people: () => [{ id: "1", poor: true, rich: true, homes: [{ area: 9 }] }] } },
    },
  };
  const own: ShortGrant = { items: { "Person.poor": "CLEAR", "Person.rich": "CLEAR" } };

  it("asks the carrying department for a grant of what is not its own, and the owner for none", async () => {
    await using graph = await govern(carrier, [own]);
    const answer = await graph.ask("{ people { id poor rich } }");
    expect(reasons(answer)).toEqual(["people.0.poor DERIVATION_NOT_GRANTED"]);
    expect(answer.data).toEqual({ people: [{ id: "1", poor: null, rich: true }] });
  });

  it("is satisfied by the owner's grant to the department, by which the caller gets nothing of it", async () => {
    await using graph = await govern(carrier, [own, { department: "housing", items: { "Home.area": "CLEAR" } }]);
    const answer = await graph.ask("{ people { poor homes { area } } }");
    expect(reasons(answer)).toEqual(["people.0.homes NO_GRANT"]);
    expect(answer.data).toEqual({ people: [{ poor: true, homes: null }] });
  });
});

describe("R2: what an owner barred comes with nobody's grant", () => {
  const police = {
    police: {
      typeDefs: classified(`
        type Query { people: PersonConnection @open count: Int @open }
        type PersonConnection { edges: [PersonEdge!] @open }
        type PersonEdge { node: Person @open }
        type Person @key(fields: "id") { id: ID! @open sex: String @open income: Int @asked }
      `),
      resolvers: { Query: { count: () => 1, people: () => ({ edges: [{ node: { id: "1", sex: "F", income: 1 } }] }) } },
    },
  };
  const bar: Bar = {
    id: "7",
    app: "app",
    department: "a",
    purpose: "TEST",
    provider: "police",
    reason: "先行核查",
    since: Date.parse("2026-05-01T00:00:00Z"),
    until: Date.parse("2026-09-01T00:00:00Z"),
  };
  const other: ShortGrant = { items: {} };
  const decided: ShortGrant = { items: { "Person.income": "CLEAR" } };
  const QUERY = "{ people { edges { node { id sex income } } } }";

  it("the way to it stays, and the key of a row of which its owner decided to give something", async () => {
    await using graph = await govern(police, [decided], { bars: [bar] });
    const answer = await graph.ask(QUERY);
    expect(answer.data).toEqual({ people: { edges: [{ node: { id: "1", sex: null, income: 1 } }] } });
    expect(reasons(answer)).toEqual(["people.edges.0.node.sex BARRED"]);
  });

  it("nothing of a row of which nothing was decided", async () => {
    await using graph = await govern(police, [other], { bars: [bar] });
    const answer = await graph.ask("{ count people { edges { node { sex } } } }");
    expect(answer.data).toEqual({ count: null, people: { edges: [{ node: null }] } });
    await using unbarred = await govern(police, [other]);
    const before = await unbarred.ask("{ count people { edges { node { sex } } } }");
    expect(before.data).toEqual({ count: 1, people: { edges: [{ node: { sex: "F" } }] } });
  });

  it("why is told to the officer and to the developer, with the reason, the beginning and the end", async () => {
    await using graph = await govern(police, [decided], { bars: [bar] });
    const WHY = `query ($operation: String!) { whyDenied(operation: $operation, purpose: "TEST") {
      coordinates { coordinate denials { reason message messageZh bar since until because } } } }`;
    const { data } = await graph.ask({ query: WHY, variables: { operation: QUERY } });
    const { coordinates } = (data as { whyDenied: { coordinates: { denials: unknown[] }[] } }).whyDenied;
    const [since, until] = ["2026-05-01T08:00:00+08:00", "2026-09-01T08:00:00+08:00"];
    expect(coordinates.flatMap(({ denials }) => denials)).toEqual([
      {
        reason: "BARRED",
        message: expect.stringContaining(
          `its owner barred it from this purpose on ${since} until ${until} (bar 7: 先行核查)`,
        ),
        messageZh: expect.stringContaining(`提供部门自 ${since} 起停供，至 ${until} 止（停供 7：先行核查）`),
        bar: "7",
        since: new Date(bar.since).toISOString(),
        until: new Date(bar.until ?? 0).toISOString(),
        because: "先行核查",
      },
    ]);
  });
});

test("a coordinate that the catalogue does not know is denied, whatever the grant says", () => {
  const catalogue = buildCatalogue(`
    schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
    enum join__Graph { A @join__graph(name: "a", url: "http://a") }
    type Query @join__type(graph: A) { open: Int }`);
  const generous = { entitlementOf: () => ({ kind: "granted" }) } as unknown as Grant;
  expect(verdictFor(catalogue, generous, "Query.unknown")).toEqual({
    outcome: "DENIED",
    denial: { reason: "NOT_SHARED" },
  });
});
