import { expect, test } from "@jest/globals";
import { classified, govern, reasons, type ShortGrant } from "./fixtures/govern.ts";

/** Two cities' shops and people, in subgraphs of others: nobody there looks at an envelope. */
const SHOPS = [
  { id: "s1", name: "East", division: "411103001001", turnover: 10, owner: { id: "p1" } },
  { id: "s2", name: "West", division: "411102001001", turnover: 20, owner: { id: "p2" } },
  { id: "s3", name: "Nowhere", division: null, turnover: 30, owner: { id: "p1" } },
];
const PEOPLE = [
  { id: "p1", name: "Li", area: "411102001001", report: { grade: "A" }, home: { id: "h1", area: "411103001001" } },
  { id: "p2", name: "Wang", area: "411103001001", report: { grade: "B" }, home: { id: "h2", area: "411102001001" } },
];

const shops = {
  typeDefs: `
    type Query { shops: [Shop] shop(id: ID!): Shop }
    type Shop @key(fields: "id") { id: ID! name: String division: String turnover: Int owner: Person }
    type Person @key(fields: "id") { id: ID! shops: [Shop] }
  `,
  resolvers: {
    Query: {
      shops: () => SHOPS,
      shop: (_: unknown, { id }: { readonly id: string }) => SHOPS.find((shop) => shop.id === id),
    },
    Person: { shops: ({ id }: { readonly id: string }) => SHOPS.filter(({ owner }) => owner.id === id) },
  },
};
/** The same subgraph over shops of which two name their grid. */
const inGrids = {
  ...shops,
  resolvers: {
    ...shops.resolvers,
    Query: {
      shops: () => [
        { id: "s1", name: "In the grid", division: "411103001001007" },
        { id: "s2", name: "Beside it", division: "411103001001008" },
        { id: "s3", name: "Of the community", division: "411103001001" },
      ],
    },
  },
};
const people = {
  typeDefs: `
    type Query { people: [Person] }
    type Person @key(fields: "id") { id: ID! name: String area: String report: Report home: Home }
    type Report { grade: String }
    type Home { id: ID! area: String }
  `,
  resolvers: {
    Query: { people: () => PEOPLE },
    Person: {
      __resolveReference: ({ id }: { readonly id: string }) => PEOPLE.find((person) => person.id === id),
    },
  },
};

const overlay = {
  items: { "*": { level: "L3", share: "CONDITIONAL" }, "Shop.id": OPEN(), "Person.id": OPEN(), "Home.id": OPEN() },
  divisions: { Shop: "division", Person: "area", Home: "area" },
  parts: ["Report"],
};
function OPEN() {
  return { level: "L1", share: "UNCONDITIONAL" } as const;
}

const everything = {
  "Query.*": "CLEAR",
  "Shop.*": "CLEAR",
  "Person.*": "CLEAR",
  "Report.*": "CLEAR",
  "Home.*": "CLEAR",
} as const;
const EAST: ShortGrant = { items: everything, rowScope: ["411103"] };

const plain = (grants: readonly ShortGrant[] = [EAST]) => govern({ shops, people }, grants, { overlay });

test("S21: rows of another division, and rows of none, are null with OUT_OF_SCOPE behind a plain subgraph", async () => {
  await using hub = await plain();
  const answer = await hub.ask("{ shops { id name turnover } }");
  expect(answer.data).toEqual({ shops: [{ id: "s1", name: "East", turnover: 10 }, null, null] });
  expect(reasons(answer)).toEqual(["shops.1 OUT_OF_SCOPE"]);
  expect(answer.errors?.[0]?.extensions?.["occurrences"]).toBe(2);
  expect((await hub.ask('{ shop(id: "s2") { id } }')).data).toEqual({ shop: null });
});

test("S21: a reference keeps its key, and the rest of a person elsewhere is null, their parts too", async () => {
  await using hub = await plain();
  const answer = await hub.ask("{ shops { owner { id name report { grade } home { id } } } }");
  expect(answer.data).toEqual({ shops: [{ owner: { id: "p1", name: null, report: null, home: null } }, null, null] });
  expect(reasons(answer)).toEqual([
    "shops.0.owner.name OUT_OF_SCOPE",
    "shops.0.owner.report OUT_OF_SCOPE",
    "shops.0.owner.home OUT_OF_SCOPE",
    "shops.1 OUT_OF_SCOPE",
  ]);
});

test("S21: behind a row below it, a row's fields are gated by its own division again", async () => {
  await using hub = await plain([
    { items: { "Query.*": "CLEAR", "Person.*": "CLEAR", "Shop.owner": "CLEAR" }, rowScope: ["4111"] },
    { items: { "Shop.turnover": "CLEAR" }, rowScope: ["411103"] },
  ]);
  // The owner of the shop in the west lives in the east, and the other way round.
  const answer = await hub.ask("{ shops { id owner { name } turnover } }");
  expect(answer.data).toEqual({
    shops: [
      { id: "s1", owner: { name: "Li" }, turnover: 10 },
      { id: "s2", owner: { name: "Wang" }, turnover: null },
      null,
    ],
  });
  expect(reasons(answer)).toEqual(["shops.1.turnover OUT_OF_SCOPE", "shops.2 OUT_OF_SCOPE"]);
});

test("S21: rows below a row are gated by their own division, through relations of other subgraphs as well", async () => {
  await using hub = await plain();
  const answer = await hub.ask("{ people { id name report { grade } home { id } shops { name } } }");
  expect(answer.data).toEqual({
    people: [null, { id: "p2", name: "Wang", report: { grade: "B" }, home: null, shops: [null] }],
  });
});

test("S21: a field with a narrower scope than its row is null where the row lies outside of it", async () => {
  const most = { "Query.*": "CLEAR", "Shop.*": "CLEAR", "Person.*": "CLEAR", "Home.*": "CLEAR" } as const;
  await using hub = await plain([
    { items: most, rowScope: ["4111"] },
    { items: { "Shop.turnover": "CLEAR", "Report.*": "CLEAR" }, rowScope: ["411102"] },
  ]);
  const answer = await hub.ask("{ shops { name turnover } people { name report { grade } } }");
  expect(answer.data).toEqual({
    shops: [{ name: "East", turnover: 10 }, { name: "West", turnover: 20 }, null],
    people: [
      { name: "Li", report: { grade: "A" } },
      { name: "Wang", report: { grade: null } },
    ],
  });
});

test("S21: one grant for every row opens no row of another's fields", async () => {
  await using hub = await plain([
    { items: { "Query.*": "CLEAR", "Shop.name": "CLEAR" }, rowScope: ["*"] },
    { items: { "Shop.turnover": "CLEAR" }, rowScope: ["411103"] },
  ]);
  const answer = await hub.ask("{ shops { name turnover } }");
  expect(answer.data).toEqual({
    shops: [
      { name: "East", turnover: 10 },
      { name: "West", turnover: null },
      { name: "Nowhere", turnover: null },
    ],
  });
});

test("S21: an officer's own jurisdiction gates like a grant's scope, a grid of 15 digits included", async () => {
  const whole: ShortGrant = { items: everything, rowScope: ["*"] };
  await using hub = await plain([whole]);
  const names = async (division: string) =>
    (await hub.ask({ query: "{ shops { name } }", division })).data as { readonly shops: readonly unknown[] };
  expect((await names("411102")).shops).toEqual([null, { name: "West" }, null]);
  // A grid reaches the rows that name it, and none of those that name its community alone.
  expect((await names("411103001001007")).shops).toEqual([null, null, null]);
  await using grids = await govern({ shops: inGrids, people }, [whole], { overlay });
  const answer = await grids.ask({ query: "{ shops { name } }", division: "411103001001007" });
  expect(answer.data).toEqual({ shops: [{ name: "In the grid" }, null, null] });
});

test("S4: a grant's scope of one grid reaches the rows of that grid, and no other", async () => {
  await using hub = await govern({ shops: inGrids, people }, [{ items: everything, rowScope: ["411103001001008"] }], {
    overlay,
  });
  expect((await hub.ask("{ shops { name } }")).data).toEqual({ shops: [null, { name: "Beside it" }, null] });
  await using wide = await govern({ shops: inGrids, people }, [{ items: everything, rowScope: ["411103001"] }], {
    overlay,
  });
  const named = [{ name: "In the grid" }, { name: "Beside it" }, { name: "Of the community" }];
  expect((await wide.ask("{ shops { name } }")).data).toEqual({ shops: named });
});

test("S21: a caller cannot stand in for the hidden division, nor select it away", async () => {
  await using hub = await plain();
  expect(reasons(await hub.ask("{ shops { _hub_division: name name } }"))).toEqual([" HUB_RESERVED_NAME"]);
  const answer = await hub.ask("{ shops { division: name ...F } } fragment F on Shop { turnover }");
  expect(answer.data).toEqual({ shops: [{ division: "East", turnover: 10 }, null, null] });
});

test("S21: what is given for every row costs no hidden field", async () => {
  await using hub = await plain([{ items: everything, rowScope: ["*"] }]);
  expect((await hub.ask("{ shops { name } }")).data).toEqual({ shops: SHOPS.map(({ name }) => ({ name })) });
  expect(hub.graph.fetches.map(({ query }) => query).join()).not.toContain("_hub_division");
});

test("S21: a type without divisions is given for every row or not at all, and says so when the grant is read", async () => {
  const {
    divisions: { Shop, Person },
    parts,
  } = overlay;
  const undivided = { ...overlay, divisions: { Shop, Person }, parts };
  await expect(govern({ shops, people }, [EAST], { overlay: undivided })).rejects.toThrow(
    'g0.rowScope: expected ["*"], as Home names no division',
  );
  await using hub = await govern({ shops, people }, [{ items: everything, rowScope: ["*"] }], { overlay: undivided });
  const answer = await hub.ask({ query: "{ people { name home { area } } }", division: "411103" });
  expect(answer.data).toEqual({ people: [null, { name: "Wang", home: { area: null } }] });
  expect(reasons(answer)).toContain("people.1.home.area UNDIVIDED");
});

test("S21: an owner's directives say the same as an overlay", async () => {
  await using hub = await govern(
    {
      shops: {
        typeDefs: classified(`
          type Query { shops: [Shop] @open }
          type Shop @key(fields: "id") { id: ID! @open name: String @asked division: String @open @division }
        `),
        resolvers: { Query: { shops: () => SHOPS } },
      },
    },
    [{ items: { "Shop.name": "CLEAR" }, rowScope: ["411103"] }],
  );
  expect((await hub.ask("{ shops { name } }")).data).toEqual({ shops: [{ name: "East" }, null, null] });
});
