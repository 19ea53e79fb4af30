import { describe, expect, it, test } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import type { Grant } from "../../grant/compile-grant.ts";
import type { GrantableItem } from "../../grant/grant.ts";
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

describe("19.3: what is worked out from an old system that is gone", () => {
  const SOURCE = "debtors";
  const firms = {
    enterprise: {
      typeDefs: classified(`
        type Query { firms: [Firm!] @open }
        type Listing { since: Int @external }
        type Firm @key(fields: "id") { id: ID! @open listings: [Listing!] @external
          award: String @requires(fields: "listings { since }") @asked name: String @open }
      `),
      resolvers: {
        Query: { firms: () => [{ id: "1", name: "甲" }] },
        Firm: {
          __resolveReference: (firm: object) => firm,
          award: ({ listings }: { listings?: unknown[] | null }) => (listings?.length === 0 ? "GIVEN" : "OPEN"),
        },
      },
    },
    [SOURCE]: {
      typeDefs: classified(`
        type Listing @dataset(owner: "court", source: "${SOURCE}") { since: Int @asked }
        type Firm @key(fields: "id") { id: ID! @open listings: [Listing!] @asked @dataset(owner: "court") }
      `),
      resolvers: { Firm: { __resolveReference: () => ({ listings: [] }) } },
    },
  };
  const own: ShortGrant = { items: { "Firm.award": "CLEAR", "Listing.since": "CLEAR", "Firm.listings": "CLEAR" } };
  const input: ShortGrant = { department: "enterprise", items: { "Listing.since": "CLEAR", "Firm.listings": "CLEAR" } };
  const withheld = (kind: "RETIRED" | "NOT_PUBLISHED") => ({
    published: {
      version: kind,
      withheld: (item: GrantableItem) => (item.source === null ? undefined : { kind, source: SOURCE }),
    },
  });

  it("is worked out without it, as while it is silent, and it is not asked", async () => {
    await using graph = await govern(firms, [own, input], withheld("RETIRED"));
    const answer = await graph.ask("{ firms { name award } }");
    expect(answer.data).toEqual({ firms: [{ name: "甲", award: "OPEN" }] });
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: "HUB_SUBGRAPH_UNAVAILABLE", subgraph: SOURCE }),
    ]);
    expect(graph.envelopes.map(({ subgraph }) => subgraph)).toEqual(["enterprise", "enterprise"]);
    expect(reasons(await graph.ask("{ firms { listings { since } } }"))).toEqual(["firms.0.listings RETIRED"]);
  });

  it("needs no grant of it any more, and is denied without one while it is there", async () => {
    await using there = await govern(firms, [own]);
    expect(reasons(await there.ask("{ firms { award } }"))).toEqual(["firms.0.award DERIVATION_NOT_GRANTED"]);
    await using gone = await govern(firms, [own], withheld("RETIRED"));
    expect((await gone.ask("{ firms { award } }")).data).toEqual({ firms: [{ award: "OPEN" }] });
  });

  it("is denied while it is there and nobody has approved it as it is", async () => {
    await using graph = await govern(firms, [own, input], withheld("NOT_PUBLISHED"));
    const answer = await graph.ask("{ firms { award } }");
    expect([answer.data, reasons(answer)]).toEqual([
      { firms: [{ award: null }] },
      ["firms.0.award DERIVATION_NOT_GRANTED"],
    ]);
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

describe("one coordinate, by what the grants say of it and of all that it rests on", () => {
  const field = (more: object = {}) => ({
    typeName: "Person",
    share: "CONDITIONAL",
    mask: null,
    owners: ["police"],
    sources: [{ department: "police", requires: [] }],
    ...more,
  });
  const derived = (...requires: readonly string[]) => ({ department: "housing", requires });
  const catalogue = {
    rows: { divisions: new Map([["Person", "area"]]), parts: new Set() },
    equations: new Map([
      ["Person.owed", ["Person.due", "Person.paid"]],
      ["Person.bare", ["Person.due"]],
    ]),
    items: new Map<string, object>(
      Object.entries({
        "Person.due": field({ mask: "AMOUNT_BAND" }),
        "Person.paid": field({ mask: "AMOUNT_BAND" }),
        "Person.owed": field({ mask: "AMOUNT_BAND" }),
        "Person.bare": field(),
        "Person.income": field(),
        "Person.area": field({ share: "UNCONDITIONAL" }),
        "Notice.text": field({ typeName: "Notice" }),
        "Notice.free": field({ typeName: "Notice", share: "UNCONDITIONAL" }),
        // One department works it out, another one has it as it is: the planner may ask either.
        "Person.poor": field({ sources: [{ department: "police", requires: [] }, derived("Person.income")] }),
        "Person.near": field({ sources: [derived("Person.area", "Person.area")] }),
        "Person.lost": field({ sources: [derived("Person.unknown")] }),
        "Person.home": field({ owners: ["housing"], sources: [derived("Person.homes")] }),
        "Person.homes": field({ owners: ["housing"], sources: [derived("Person.income")] }),
      }).map(([coordinate, item]) => [coordinate, { ...item, coordinate }]),
    ),
  } as unknown as Catalogue;
  type Given = Readonly<Record<string, object>>;
  const given = (outcome: "CLEAR" | "MASKED", scope: readonly string[], ...grants: readonly string[]) => ({
    kind: "granted",
    outcome,
    scope,
    grants,
  });
  const NONE = { kind: "NO_GRANT" };
  /** The verdict where the caller is given these, and housing those to derive with. */
  const verdict = (coordinate: string, own: Given, inputs: Given = {}) => {
    const grant = {
      entitlementOf: (item: { coordinate: string }) => own[item.coordinate] ?? NONE,
      inputEntitlementOf: (department: string, item: { coordinate: string }) =>
        (department === "housing" ? inputs[item.coordinate] : undefined) ?? NONE,
    } as unknown as Grant;
    return verdictFor(catalogue, grant, coordinate);
  };
  const denied = (denial: object) => ({ outcome: "DENIED", denial });
  const clear = (scope: readonly string[], ...grants: readonly string[]) => ({
    outcome: "CLEAR",
    scope,
    grants,
    inputs: [],
  });
  const ALL = [""];

  it("a type that names no division is given for every row, or not at all", () => {
    expect(verdict("Notice.text", { "Notice.text": given("CLEAR", ["4111"], "g1") })).toEqual(
      denied({ reason: "UNDIVIDED", type: "Notice" }),
    );
    expect(verdict("Notice.text", { "Notice.text": given("CLEAR", ALL, "g1") })).toEqual(clear(ALL, "g1"));
    expect(verdict("Notice.free", { "Notice.free": given("CLEAR", ["4111"], "g1") })).toEqual(clear(["4111"], "g1"));
    expect(verdict("Person.income", { "Person.income": given("CLEAR", ["4111"], "g1") })).toEqual(
      clear(["4111"], "g1"),
    );
  });

  it("a mask that the field has not gives nothing", () => {
    expect(verdict("Person.income", { "Person.income": given("MASKED", ALL, "g1") })).toEqual(
      denied({ reason: "MASK_UNAVAILABLE", grant: "g1" }),
    );
    expect(verdict("Person.due", { "Person.due": given("MASKED", ALL, "g1") })).toMatchObject({
      outcome: "MASKED",
      mask: "AMOUNT_BAND",
    });
  });

  it("whoever may be asked for it must have its inputs, chains included; what is shared with all comes with the request's own grant", () => {
    const own = (coordinate: string): Given => ({ [coordinate]: given("CLEAR", ALL, "g1") });
    const missing = (coordinate: string) =>
      denied({ reason: "DERIVATION_NOT_GRANTED", department: "housing", missing: coordinate });
    const input = (coordinate: string, scope: readonly string[], ...grants: readonly string[]) => ({
      ...{ department: "housing", coordinate, outcome: "CLEAR", scope, grants },
    });
    expect(verdict("Person.poor", own("Person.poor"))).toEqual(missing("Person.income"));
    const income: Given = { "Person.income": given("CLEAR", ["4111"], "g2") };
    expect(verdict("Person.poor", own("Person.poor"), income)).toEqual({
      ...clear(ALL, "g1"),
      inputs: [input("Person.income", ["4111"], "g2")],
    });
    expect(verdict("Person.home", own("Person.home"))).toEqual(missing("Person.income"));
    expect(verdict("Person.home", own("Person.home"), income)).toMatchObject({
      inputs: [input("Person.homes", ALL), input("Person.income", ["4111"], "g2")],
    });
    expect(verdict("Person.lost", own("Person.lost"))).toEqual(missing("Person.unknown"));

    expect(verdict("Person.near", own("Person.near"))).toEqual(missing("Person.area"));
    const near = { ...own("Person.near"), "Person.area": given("CLEAR", ALL, "g3") };
    expect(verdict("Person.near", near)).toMatchObject({ inputs: [input("Person.area", ALL, "g3")] });
    const poor = { ...own("Person.poor"), "Person.income": given("CLEAR", ALL, "g3") };
    expect(verdict("Person.poor", poor)).toEqual(missing("Person.income"));
    const spent = { kind: "QUOTA", grant: "g2", until: 7 };
    expect(verdict("Person.near", near, { "Person.area": spent })).toEqual(
      denied({ reason: "QUOTA", grant: "g2", until: 7, department: "housing" }),
    );
  });

  it("S11: what is worked out is given no more clearly, and for no further row, than each of its terms", () => {
    const terms = (due: object, paid: object, owed: object): Given => ({
      "Person.due": due,
      "Person.paid": paid,
      "Person.owed": owed,
    });
    const all = (...grants: readonly string[]) => given("CLEAR", ALL, ...grants);
    expect(verdict("Person.owed", terms(all("g1"), all("g2"), all("g3", "g1")))).toEqual(clear(ALL, "g3", "g1", "g2"));
    expect(
      verdict(
        "Person.owed",
        terms(given("CLEAR", ["4111"], "g1"), given("CLEAR", ["411102", "4112"], "g2"), all("g3")),
      ),
    ).toEqual(clear(["411102"], "g3", "g1", "g2"));
    expect(
      verdict("Person.owed", terms(given("CLEAR", ["4111"], "g1"), given("CLEAR", ["4112"], "g2"), all("g3"))),
    ).toEqual(denied({ reason: "OUT_OF_SCOPE" }));
    // A scope that reaches nothing is the grant's own word, and no conflict of two.
    expect(verdict("Person.owed", terms(all("g1"), all("g2"), given("CLEAR", [], "g3")))).toEqual(
      clear([], "g3", "g1", "g2"),
    );
    const masked = { outcome: "MASKED", mask: "AMOUNT_BAND", scope: ALL, grants: ["g3", "g1", "g2"], inputs: [] };
    expect(verdict("Person.owed", terms(all("g1"), given("MASKED", ALL, "g2"), all("g3")))).toEqual(masked);
    expect(verdict("Person.owed", terms(all("g1"), all("g2"), given("MASKED", ALL, "g3")))).toEqual(masked);
    expect(verdict("Person.owed", terms(all("g1"), NONE, all("g3")))).toEqual(
      denied({ reason: "EQUATION_NOT_GRANTED", term: "Person.paid" }),
    );
    const spent = { kind: "QUOTA", grant: "g2", until: 7 };
    expect(verdict("Person.owed", terms(all("g1"), spent, all("g3")))).toEqual(
      denied({ reason: "QUOTA", grant: "g2", until: 7, department: null }),
    );
    expect(verdict("Person.owed", terms(all("g1"), all("g2"), NONE))).toEqual(denied({ reason: "NO_GRANT" }));
    const bare = { "Person.bare": all("g1"), "Person.due": given("MASKED", ALL, "g2") };
    expect(() => verdict("Person.bare", bare)).toThrow("Person.bare has not the mask of its term Person.due");
  });
});
