import { describe, expect, it, test } from "@jest/globals";
import { classified, govern, reasons } from "./fixtures/govern.ts";

// One list of attacks on the policy, with the advisories that they come from, so that a reader finds what is tried in one place.

const library = (extra: Parameters<typeof govern>[1][number]["items"], more: Parameters<typeof govern>[1] = []) =>
  govern(
    {
      a: {
        typeDefs: classified(
          `
          type Query { all: [Media!] @open first: Thing @open strict: Thing! @open books: [Book!] @open }
          union Thing = Book | Film
          interface Media { id: ID! title: String secret: String }
          type Book implements Media @key(fields: "id") { id: ID! @open title: String @asked(NAME) secret: String @asked pages: Int @open }
          type Film implements Media { id: ID! @asked title: String @asked(NAME) secret: String @asked }
        `,
        ),
        resolvers: {
          Query: {
            all: () => [
              { __typename: "Book", id: "b1", title: "Dream", secret: "sb", pages: 120 },
              { __typename: "Film", id: "f1", title: "River", secret: "sf" },
            ],
            first: () => ({ __typename: "Film", id: "f1", title: "River", secret: "sf" }),
            strict: () => ({ __typename: "Film", id: "f1", title: "River", secret: "sf" }),
            books: () => [{ id: "b1", title: "Dream", secret: "sb", pages: 120 }],
          },
        },
      },
    },
    [{ items: extra }, ...more],
  );

test("an interface's field, read through an implementor's fragment and through the interface, is decided per concrete type (GHSA-mx7m-j9xf-62hw)", async () => {
  await using graph = await library({ "Book.title": "CLEAR", "Film.title": "MASKED", "Film.id": "CLEAR" });
  const answer = await graph.ask(
    "{ all { title secret ... on Book { again: secret } ...F } } fragment F on Media { id third: secret }",
  );
  expect(answer.data).toEqual({
    all: [
      { title: "Dream", secret: null, again: null, id: "b1", third: null },
      { title: "R**", secret: null, id: "f1", third: null },
    ],
  });
  expect(reasons(answer)).toEqual([
    "all.0.secret NO_GRANT",
    "all.0.again NO_GRANT",
    "all.0.third NO_GRANT",
    "all.1.secret NO_GRANT",
    "all.1.third NO_GRANT",
  ]);
  expect(graph.graph.fetches.map(({ query }) => query).join()).not.toContain("secret");
});

test("a field that is denied on one type only is fetched on the other types alone", async () => {
  await using graph = await library({ "Book.secret": "CLEAR", "Film.title": "CLEAR" });
  const answer = await graph.ask("{ all { secret } }");
  expect(answer.data).toEqual({ all: [{ secret: "sb" }, { secret: null }] });
  expect(reasons(answer)).toEqual(["all.1.secret NO_GRANT"]);
  expect(graph.graph.fetches[0]?.query).toMatch(/\.\.\.on Book\{secret\}|\.\.\. on Book \{\s*secret/);
});

test("a field that cannot be fetched without a denied type's is denied rather than fetched", async () => {
  const typeDefs = classified(`
    type Query { all: [I!] @open }
    union U = A | B
    interface I { s: U t: String }
    type A implements I { s: U! @asked t: String! @open }
    type B implements I { s: U @asked t: String @open x: Int @open }
    type C implements I { s: U @closed t: String @closed x: Int @open }
  `);
  const all = () => ["A", "B", "C"].map((__typename) => ({ __typename, s: { __typename: "B" }, t: __typename }));
  await using graph = await govern({ a: { typeDefs, resolvers: { Query: { all } } } }, [
    { items: { "A.s": "CLEAR", "B.s": "CLEAR" } },
  ]);
  const answer = await graph.ask("{ all { ... on B { s { __typename } } ... on C { s { __typename } } } }");
  expect(answer.data).toEqual({ all: [{}, { s: { __typename: "B" } }, { s: null }] });
  const together = await graph.ask("{ all { s { __typename } ... on B { x } } }");
  expect(reasons(together)).toEqual(["all.1.s INSEPARABLE", "all.2.s NOT_SHARED"]);
  expect(together.data).toEqual({ all: [{ s: { __typename: "B" } }, { s: null, x: null }, { s: null }] });
  const leaves = await graph.ask("{ all { t } }");
  expect(leaves.data).toEqual({ all: [{ t: "A" }, { t: "B" }, { t: null }] });
  expect(graph.graph.fetches.map(({ query }) => query).join()).not.toMatch(/on C/);
});

test("a type of which nothing is granted does not exist: not by __typename, not in a union, not by counting", async () => {
  await using graph = await library({ "Book.title": "CLEAR" });
  const answer = await graph.ask("{ all { __typename } first { __typename ... on Film { title } } }");
  expect(answer.data).toEqual({ all: null, first: null });
  expect(reasons(answer)).toEqual(["all.1 TYPE_NOT_GRANTED"]);
  expect(answer.errors?.[0]?.extensions).toMatchObject({ occurrences: 2 });
  expect(JSON.stringify(answer.data)).not.toContain("Film");
});

test("a denied value in a non-null position nulls its parent, as GraphQL says, up to the data", async () => {
  await using graph = await library({ "Book.title": "CLEAR", "Film.title": "CLEAR" });
  expect((await graph.ask("{ strict { ... on Film { id } } books { pages } }")).data).toBeNull();
  const answer = await graph.ask("{ first { ... on Film { id title } } books { pages } }");
  expect(answer.data).toEqual({ first: null, books: [{ pages: 120 }] });
  expect(reasons(answer)).toEqual(["first.id NO_GRANT"]);
});

test("aliases, repeated fields, nested fragments and conditions change nothing", async () => {
  await using graph = await library({ "Book.title": "MASKED" });
  const answer = await graph.ask({
    query: `query Q($yes: Boolean!, $no: Boolean!) {
      books { a: title b: title ...X secret @skip(if: $yes) shown: secret @include(if: $yes) hidden: secret @include(if: $no) }
      books { pages ... on Book { ... on Media { c: title } } }
    } fragment X on Book { ...Y } fragment Y on Media { d: title title }`,
    variables: { yes: true, no: false },
  });
  expect(answer.data).toEqual({
    books: [{ a: "D**", b: "D**", d: "D**", title: "D**", shown: null, pages: 120, c: "D**" }],
  });
  expect(reasons(answer)).toEqual(["books.0.shown NO_GRANT"]);
});

const city = (extra: Parameters<typeof govern>[1], overlay?: unknown) =>
  govern(
    {
      police: {
        typeDefs: classified(`
          type Query {
            people(number: String @reveals(coordinate: "Person.number"), filter: Filter, order: Order): [Person!] @open
            countBy(income: Int @reveals(coordinate: "Person.income")): Int @open
          }
          input Filter { name: String @reveals(coordinate: "Person.name") and: [Filter!] sex: String }
          enum Order { ID BY_INCOME @reveals(coordinate: "Person.income") }
          type Person @key(fields: "id") { id: ID! @open name: String @asked(NAME) number: String @asked(CITIZEN_NUMBER) income: Fen @asked(AMOUNT_BAND) sex: String @open cases: [String] @closed raw: String }
        `),
        resolvers: {
          Query: {
            people: () => [
              {
                id: "p1",
                name: "王小明",
                number: "99010519491231002X",
                income: 456_789,
                sex: "m",
                cases: ["x"],
                raw: "r",
              },
            ],
            countBy: () => 1,
          },
          Person: {
            __resolveReference: ({ id }: { id: string }) => ({
              id,
              name: "王小明",
              number: "99010519491231002X",
              income: 456_789,
              sex: "m",
            }),
          },
        },
      },
      civil: {
        typeDefs: classified(`
          type Person @key(fields: "id") { id: ID! @open income: Fen @external poor: Boolean @asked @requires(fields: "income") }
        `),
        resolvers: {
          Person: {
            __resolveReference: (ref: object) => ref,
            poor: ({ income }: { income: number | null }) => (income === null ? null : income < 500_000),
          },
        },
      },
      housing: {
        typeDefs: classified(`
          type Person @key(fields: "id") { id: ID! @open poor: Boolean @external eligible: Boolean @asked @requires(fields: "poor") }
        `),
        resolvers: {
          Person: { __resolveReference: (ref: object) => ref, eligible: ({ poor }: { poor: boolean }) => poor },
        },
      },
    },
    extra,
    // Its people have no divisions; the department bounds them itself.
    { overlay: overlay ?? { parts: ["Person"] } },
  );

test("a derived field needs the DEPARTMENT's grant for its inputs, two steps away too (GHSA-m8jr-fxqx-8xx6)", async () => {
  const mine = { items: { "Person.eligible": "CLEAR", "Person.poor": "CLEAR" } } as const;
  await using graph = await city([mine]);
  const ask = () => graph.ask("{ people { eligible } }");
  const missing = async () => {
    const { errors = [] } = await ask();
    return errors.map(
      ({ extensions }) =>
        `${String(extensions?.["reason"])} ${String(extensions?.["department"])} ${String(extensions?.["missing"])}`,
    );
  };
  expect(await missing()).toEqual(["DERIVATION_NOT_GRANTED housing Person.poor"]);
  const housing = { department: "housing", purpose: "H", items: { "Person.poor": "CLEAR" } } as const;
  graph.setGrants([mine, housing]);
  expect(await missing()).toEqual(["DERIVATION_NOT_GRANTED civil Person.income"]);
  graph.setGrants([mine, housing, { department: "civil", purpose: "C", items: { "Person.income": "CLEAR" } }]);
  expect((await ask()).data).toEqual({ people: [{ eligible: true }] });
  expect((await graph.ask("{ people { income } }")).data).toEqual({ people: [{ income: null }] });
});

test("a coordinate that the caller sees masked while a department needs it clear works and does not leak", async () => {
  await using graph = await city([
    { items: { "Person.income": "MASKED", "Person.poor": "CLEAR" } },
    { department: "civil", purpose: "C", items: { "Person.income": "CLEAR" }, rowScope: ["4111"] },
  ]);
  const answer = await graph.ask("{ people { x: income poor income } }");
  expect(answer.data).toEqual({
    people: [{ x: { min: 200_000, max: 500_000 }, poor: true, income: { min: 200_000, max: 500_000 } }],
  });
  expect(answer.errors).toBeUndefined();
  expect(JSON.stringify(answer)).not.toContain("456789");
  expect(answer.extensions?.["sharing"]).toMatchObject({
    outcomes: { "Person.income": "MASKED", "Person.poor": "CLEAR" },
    derived: { civil: ["Person.income"] },
  });
});

test("an argument, a filter, an order or a default that reveals a coordinate needs it in the clear", async () => {
  await using graph = await city([
    { items: { "Person.number": "MASKED", "Person.name": "CLEAR", "Person.income": "MASKED" } },
  ]);
  const denied = async (query: string, variables: Readonly<Record<string, unknown>> = {}) =>
    reasons(await graph.ask({ query, variables }));
  expect(await denied('{ people(number: "1") { id } }')).toEqual(["people ARGUMENT_NOT_GRANTED"]);
  expect(await denied("query Q($n: String) { people(number: $n) { id } }")).toEqual(["people ARGUMENT_NOT_GRANTED"]);
  expect(await denied("{ people(order: BY_INCOME) { id } }")).toEqual(["people ARGUMENT_NOT_GRANTED"]);
  expect(await denied("query Q($o: Order) { people(order: $o) { id } }", { o: "BY_INCOME" })).toEqual([
    "people ARGUMENT_NOT_GRANTED",
  ]);
  expect(await denied("query Q($o: Order = BY_INCOME) { people(order: $o) { id } }")).toEqual([
    "people ARGUMENT_NOT_GRANTED",
  ]);
  expect(await denied("{ countBy(income: 5) }")).toEqual(["countBy ARGUMENT_NOT_GRANTED"]);
  expect(graph.graph.fetches).toEqual([]);
  expect(await denied("query Q($o: Order) { people(order: $o) { id } }", { o: "ID" })).toEqual([]);
  expect(await denied('{ people(filter: { and: [{ name: "x" }] }) { id } }')).toEqual([]);
  graph.setGrants([{ items: { "Person.name": "MASKED" } }]);
  const nested = "query Q($f: Filter) { people(filter: $f) { id } }";
  expect(await denied(nested, { f: { and: [{ sex: "m" }, { and: [{ name: null }] }] } })).toEqual([
    "people ARGUMENT_NOT_GRANTED",
  ]);
  expect(await denied(nested, { f: { and: [{ sex: "m" }] } })).toEqual([]);
  expect(await denied("query Q($s: String) { people(filter: { and: { name: $s } }) { id } }")).toEqual([
    "people ARGUMENT_NOT_GRANTED",
  ]);
});

test("what is not shared, or not classified, cannot be granted, by name or by wildcard", async () => {
  await using graph = await city([{ items: { "Person.*": "CLEAR", "Person.cases": "CLEAR", "Person.raw": "CLEAR" } }]);
  const answer = await graph.ask("{ people { name cases raw } }");
  expect(answer.data).toEqual({ people: [{ name: "王小明", cases: null, raw: null }] });
  expect(reasons(answer)).toEqual(["people.0.cases NOT_SHARED", "people.0.raw NOT_SHARED"]);
  expect(answer.errors?.[0]?.extensions).toMatchObject({
    code: "HUB_FIELD_DENIED",
    coordinate: "Person.cases",
    owner: "police",
    shareType: "NOT_SHARED",
    apply: null,
  });
});

test("no caller, no purpose, another purpose, an ended grant: each is told apart", async () => {
  await using graph = await city([
    { items: { "Person.name": "CLEAR" } },
    { items: { "Person.number": "CLEAR" }, purpose: "OTHER" },
    { items: { "Person.income": "CLEAR" }, validTo: "2026-05-31T00:00:00Z" },
    { items: { "Person.poor": "CLEAR" }, validFrom: "2026-07-01T00:00:00Z" },
  ]);
  const query = "{ people { name number income poor } }";
  expect(await graph.ask({ query, app: "nobody" })).toMatchObject({
    errors: [{ extensions: { code: "HUB_UNAUTHENTICATED" } }],
  });
  expect((await graph.ask({ query, purpose: null })).errors?.[0]).toMatchObject({
    message: "State a purpose in the x-purpose header; yours are: OTHER, TEST.",
    extensions: { code: "HUB_PURPOSE_REQUIRED" },
  });
  expect(graph.graph.fetches).toEqual([]);
  const answer = await graph.ask(query);
  expect(answer.data).toEqual({ people: [{ name: "王小明", number: null, income: null, poor: null }] });
  expect(reasons(answer)).toEqual([
    "people.0.number PURPOSE_MISMATCH",
    "people.0.income EXPIRED",
    "people.0.poor NOT_YET_VALID",
  ]);
  expect(reasons(await graph.ask({ query, app: "stranger" }))).toEqual(["people NO_GRANT"]);
});

describe("S23: the schema is for callers", () => {
  it.each([
    ["the schema", "{ __schema { types { name } } }"],
    ["one of its types", '{ __type(name: "Person") { fields { name } } }'],
    ["a name that validation would correct", "{ peopel { name } }"],
    ["nothing at all", "{ __typename }"],
    ["no document", "{"],
  ])("a stranger who asks for %s learns nothing of it", async (_, query) => {
    await using graph = await city([{ items: { "Person.name": "CLEAR" } }]);
    const refusal = {
      errors: [
        {
          message: "No valid credentials: a bearer token is expected.",
          extensions: { code: "HUB_UNAUTHENTICATED", zh: "未通过身份认证：请携带 Bearer 令牌。" },
        },
      ],
    };
    expect(await graph.ask({ query, app: "nobody", purpose: null })).toEqual(refusal);
    expect(await graph.get({ query, app: "nobody", purpose: null })).toEqual(refusal);
    expect(await graph.post([{ query }, { query }], { app: "nobody", purpose: null })).toEqual(refusal);
  });

  it("a caller gets it without a purpose", async () => {
    await using graph = await city([{ items: { "Person.name": "CLEAR" } }]);
    expect(await graph.ask({ query: "{ __schema { queryType { name } } }", purpose: null })).toEqual({
      data: { __schema: { queryType: { name: "Query" } } },
    });
  });
});

test("x-on-denied: reject refuses the whole; x-dry-run answers with decisions alone", async () => {
  await using graph = await city([{ items: { "Person.name": "MASKED" } }]);
  const query = "{ people { name income } }";
  const rejected = await graph.ask({ query, headers: { "x-on-denied": "reject" } });
  expect(rejected.data).toBeNull();
  expect(reasons(rejected)).toEqual(["people.income NO_GRANT"]);
  const dry = await graph.ask({ query, headers: { "x-dry-run": "true" } });
  expect(graph.graph.fetches).toEqual([]);
  expect(dry.data).toBeNull();
  expect(dry.extensions?.["sharing"]).toMatchObject({
    dryRun: true,
    outcomes: { "Query.people": "CLEAR", "Person.name": "MASKED", "Person.income": "DENIED" },
    coordinates: [
      { coordinate: "Query.people" },
      { coordinate: "Person.name", mask: "NAME", grants: ["g0"] },
      {
        coordinate: "Person.income",
        denials: [{ reason: "NO_GRANT", zh: "没有共享授权包含该字段", path: ["people", "income"] }],
      },
    ],
  });
});

test("a batch is decided operation by operation, and named operations by the one that is meant", async () => {
  await using graph = await city([{ items: { "Person.name": "CLEAR" } }]);
  const answers = (await graph.post([
    { query: "{ people { name } }" },
    { query: "{ people { income } }" },
    { query: "query A { people { name } } query B { people { number } }", operationName: "B" },
  ])) as { data: unknown }[];
  expect(answers.map(({ data }) => data)).toEqual([
    { people: [{ name: "王小明" }] },
    { people: [{ income: null }] },
    { people: [{ number: null }] },
  ]);
});

test("a thousand interleaved requests of two apps never see each other's decision", async () => {
  await using graph = await city([
    { app: "one", items: { "Person.name": "CLEAR" } },
    { app: "two", items: { "Person.name": "MASKED", "Person.income": "CLEAR" } },
  ]);
  graph.beforeFetch = () => new Promise((resolve) => void setTimeout(resolve, Math.random() * 3));
  const query = "{ people { name income } }";
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, at) => graph.ask({ query, app: at % 2 === 0 ? "one" : "two" })),
  );
  const one = JSON.stringify({ people: [{ name: "王小明", income: null }] });
  const two = JSON.stringify({ people: [{ name: "王**", income: 456_789 }] });
  expect(answers.map(({ data }) => JSON.stringify(data))).toEqual(answers.map((_, at) => (at % 2 === 0 ? one : two)));
});

test("a revocation in the middle of a run stops the fetches that are left, and the answer", async () => {
  const mine = { items: { "Person.poor": "CLEAR", "Person.name": "CLEAR" } } as const;
  const civil = { department: "civil", purpose: "C", items: { "Person.income": "CLEAR" } } as const;
  await using graph = await city([mine, civil]);
  graph.beforeFetch = ({ subgraph }) => {
    if (subgraph === "civil") graph.setGrants([civil]);
  };
  const answer = await graph.ask("{ people { name poor } }");
  expect(answer).toMatchObject({ errors: [{ extensions: { code: "HUB_NO_GRANT" } }] });
  expect(answer.data ?? null).toBeNull();
  expect(graph.graph.fetches.map(({ subgraph }) => subgraph)).toEqual(["police"]);
});

test("a change in the middle of a run that takes nothing from it stops no fetch", async () => {
  const mine = { items: { "Person.poor": "CLEAR", "Person.name": "CLEAR" } } as const;
  const civil = { department: "civil", purpose: "C", items: { "Person.income": "CLEAR" } } as const;
  await using graph = await city([mine, civil]);
  graph.beforeFetch = ({ subgraph }) => {
    if (subgraph === "civil") graph.setGrants([{ items: { ...mine.items, "Person.income": "CLEAR" } }, civil]);
  };
  const answer = await graph.ask("{ people { name poor } }");
  expect([answer.errors, answer.data]).toEqual([undefined, { people: [{ name: "王小明", poor: true }] }]);
  expect(graph.graph.fetches.map(({ subgraph }) => subgraph)).toContain("civil");
});

test("names of JavaScript's own mean nothing (CVE-2026-32621)", async () => {
  await using graph = await city([{ items: { "Person.name": "CLEAR" } }]);
  for (const alias of ["constructor", "toString", "hasOwnProperty"]) {
    expect((await graph.ask(`{ ${alias}: people { ${alias}: income valueOf: name } }`)).data).toEqual({
      [alias]: [{ [alias]: null, valueOf: "王小明" }],
    });
  }
  expect(reasons(await graph.ask({ query: "{ people { name } }", purpose: "__proto__" }))).toEqual([
    "people PURPOSE_MISMATCH",
  ]);
  expect(reasons(await graph.ask({ query: "{ people { name } }", app: "__proto__" }))).toEqual(["people NO_GRANT"]);
});

test("fragments that double at every level are decided once (GHSA-q2f9-x4p4-7xmh)", async () => {
  await using graph = await city([{ items: { "Person.name": "CLEAR" } }]);
  const ladder = (levels: number): string => {
    const fragments = Array.from(
      { length: levels },
      (_, at) => `fragment F${at} on Person { ...F${at + 1} ... on Person { ...F${at + 1} } }`,
    );
    return `{ people { ...F0 } } ${fragments.join(" ")} fragment F${levels} on Person { name income }`;
  };
  const started = performance.now();
  const answer = await graph.ask(ladder(8));
  expect(answer.data).toEqual({ people: [{ name: "王小明", income: null }] });
  expect(reasons(answer)).toEqual(["people.0.income NO_GRANT"]);
  expect(reasons(await graph.ask(ladder(14)))).toEqual([" HUB_TOO_MANY_SELECTIONS"]);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("each fetch carries an envelope for its own subgraph, document and coordinates, and for nothing else", async () => {
  await using graph = await city([
    { items: { "Person.income": "MASKED", "Person.poor": "CLEAR" }, rowScope: ["4111"] },
    { department: "civil", purpose: "C", items: { "Person.income": "CLEAR" }, rowScope: ["411102"] },
  ]);
  await graph.ask({ query: "{ people { income poor } }", division: "411102" });
  const lines = graph.envelopes.map(({ subgraph, result }) => [
    subgraph,
    result.kind === "valid"
      ? result.envelope.lines.map(({ consumer, scope, coordinates }) => [
          consumer.kind === "caller" ? "caller" : consumer.department,
          scope,
          Object.fromEntries(coordinates),
        ])
      : result,
  ]);
  expect(lines).toMatchSnapshot();
});

test("a GET request is governed as a POST is", async () => {
  await using graph = await city([{ items: { "Person.name": "MASKED" } }]);
  const ask = { query: "{ people { name income } }" };
  const answer = await graph.get(ask);
  expect(answer.data).toEqual({ people: [{ name: "王**", income: null }] });
  expect((await graph.get({ ...ask, purpose: null })).errors?.[0]?.extensions).toMatchObject({
    code: "HUB_PURPOSE_REQUIRED",
  });
});

test("a subgraph that answers more than it was asked, or clear what should be masked, adds nothing to the answer", async () => {
  await using graph = await govern(
    {
      a: {
        typeDefs: classified(
          `type Query { people: [Person!] @open } type Person { name: String @asked(NAME) income: Int @asked sex: String @open }`,
        ),
        answer: () => ({
          data: { people: [{ __typename: "Person", name: "王小明", income: 456_789, sex: "m", extra: "x" }], more: 1 },
          extensions: { leak: 456_789 },
        }),
      },
    },
    [{ items: { "Person.name": "MASKED" } }],
  );
  const answer = await graph.ask("{ people { name income sex } }");
  expect(answer.data).toEqual({ people: [{ name: "王**", income: null, sex: "m" }] });
  expect(JSON.stringify(answer)).not.toMatch(/456789|王小明|extra|leak/);
});

test("a mutation that is not granted is not carried out, and one that is granted is carried out once", async () => {
  const done: string[] = [];
  const sdl = `type Query { open: Int @open } type Mutation { pay(to: String): Receipt @asked refund(to: String): Receipt @asked } type Receipt { id: ID @asked amount: Int @asked }`;
  const note = (_: unknown, { to }: { to: string }) => {
    done.push(to);
    return { id: to, amount: 5 };
  };
  await using graph = await govern(
    { a: { typeDefs: classified(sdl), resolvers: { Mutation: { pay: note, refund: note } } } },
    [{ items: { "Mutation.refund": "CLEAR", "Receipt.id": "CLEAR" } }],
  );
  const answer = await graph.ask('mutation { pay(to: "p") { id } refund(to: "r") { id amount } }');
  expect(answer.data).toEqual({ pay: null, refund: { id: "r", amount: null } });
  expect(done).toEqual(["r"]);
});
