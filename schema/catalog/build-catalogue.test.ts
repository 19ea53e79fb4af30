import { describe, expect, test } from "@jest/globals";
import { composeServices } from "@theguild/federation-composition";
import { parse, print } from "graphql";
import { buildCatalogue } from "./build-catalogue.ts";
import { refuseProblems } from "./check-catalogue.ts";
import { parseOverlay } from "./overlay.ts";

const WORDS =
  "enum ItemUpdateCycle { REAL_TIME MONTHLY } enum ItemLevel { L1 L2 L3 L4 } enum ItemShare { UNCONDITIONAL CONDITIONAL NOT_SHARED } enum ItemMask { NAME PHONE AMOUNT_BAND }";

interface Dialect {
  readonly directive: string;
  readonly dataset: string;
  readonly imports: string;
}
const PLAIN: Dialect = {
  directive: "@item",
  dataset: "@dataset",
  imports: 'import: ["@item", "@dataset", "@reveals", "@reads"]',
};
const RENAMED: Dialect = {
  directive: "@classify",
  dataset: "@belongs",
  imports: 'import: [{ name: "@item", as: "@classify" }, { name: "@dataset", as: "@belongs" }, "@reveals", "@reads"]',
};

/** A subgraph whose SDL says `@item`, in the dialect that it speaks. */
const subgraph = (name: string, body: string, dialect: Dialect = PLAIN) => ({
  name,
  url: `http://127.0.0.1/${name}`,
  typeDefs: parse(`
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@composeDirective", "@requires", "@external", "@provides", "@interfaceObject", "@override"])
      @link(url: "https://shali-hub.org/item/v1.0", ${dialect.imports})
      @composeDirective(name: "${dialect.directive}")
      @composeDirective(name: "${dialect.dataset}")
      @composeDirective(name: "@reveals")
      @composeDirective(name: "@reads")
    directive ${dialect.dataset}(theme: String, updateCycle: ItemUpdateCycle, owner: String) repeatable on OBJECT | FIELD_DEFINITION
    directive ${dialect.directive}(level: ItemLevel!, share: ItemShare!, mask: ItemMask, basis: String) repeatable on FIELD_DEFINITION
    directive @reveals(coordinate: String!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
    directive @reads(of: [String!]!) repeatable on FIELD_DEFINITION
    ${WORDS}
    ${body.replaceAll("@item", dialect.directive).replaceAll("@dataset", dialect.dataset)}
  `),
});

type Subgraph = ReturnType<typeof subgraph>;
const sdlOf = (result: { supergraphSdl?: string | undefined; errors?: readonly Error[] | undefined }): string => {
  if (result.supergraphSdl === undefined) throw new Error(result.errors?.map((error) => error.message).join("\n"));
  return result.supergraphSdl;
};

const registry = (dialect?: Dialect): Subgraph =>
  subgraph(
    "public-security",
    `type Query { "按编号" person(citizenNumber: String @reveals(coordinate: "Person.number")): Person @item(level: L1, share: UNCONDITIONAL) }
     interface Named { name: String @item(level: L3, share: CONDITIONAL, mask: NAME) }
     type Person implements Named @key(fields: "id") @dataset(theme: "人口", updateCycle: REAL_TIME) {
       id: ID! @item(level: L1, share: UNCONDITIONAL)
       "姓名" name: String @shareable @item(level: L1, share: UNCONDITIONAL, basis: "a")
       number: String @item(level: L3, share: CONDITIONAL)
       cases: [String!]
     }`,
    dialect,
  );
const civil = (dialect?: Dialect, put = "", more = "", extend = ""): Subgraph =>
  subgraph(
    "civil-affairs",
    `${more} ${extend} type Person @key(fields: "id") {
       id: ID! @item(level: L1, share: UNCONDITIONAL)
       name: String @shareable @item(level: L4, share: CONDITIONAL, mask: NAME, basis: "b")
       number: String @external
       eligible: Boolean @requires(fields: "number") @item(level: L2, share: CONDITIONAL)
       ${put}
     }`,
    dialect,
  );

describe("after composition", () => {
  const compose = (subgraphs: Subgraph[]): string => sdlOf(composeServices(subgraphs));

  test.each([
    ["plain", PLAIN],
    ["renamed", RENAMED],
  ])(
    "theme and update cycle (%s import): of the type for its owner's fields, of the field, of what a field leads to",
    (_, dialect) => {
      const put = `allowances: [Allowance] connected: AllowanceConnection income: Int @dataset(theme: "收入") bare: Int`;
      const more = `type Allowance @dataset(theme: "社会救助", updateCycle: MONTHLY) { amount: Int person: Person }
      type AllowanceConnection { edges: [AllowanceEdge] } type AllowanceEdge { node: Allowance }`;
      const { items } = buildCatalogue(
        compose([registry(dialect), civil(dialect, put, more, "extend")]),
        parseOverlay({ datasets: { "Person.*": { updateCycle: "YEARLY" } } }),
      );
      const told = (coordinate: string) => {
        const { theme, updateCycle } = items.get(coordinate) ?? {};
        return [theme, updateCycle];
      };
      expect(told("Person.number")).toEqual(["人口", "REAL_TIME"]);
      expect(told("Person.name")).toEqual(["人口", "REAL_TIME"]);
      expect(told("Query.person")).toEqual(["人口", "REAL_TIME"]);
      expect(told("Person.allowances")).toEqual(["社会救助", "MONTHLY"]);
      expect(told("Person.connected")).toEqual(["社会救助", "MONTHLY"]);
      expect(told("Allowance.person")).toEqual(["社会救助", "MONTHLY"]);
      expect(told("Person.income")).toEqual(["收入", "YEARLY"]);
      expect(told("Person.bare")).toEqual([null, "YEARLY"]);
    },
  );

  test("G7: the stated owner of a dataset answers for its items and works them out, whoever carries them", () => {
    const more = `type Disability @dataset(theme: "残疾人", owner: "federation") { grade: Int
        allowance: Int @reads(of: ["Income.amount"]) person: Person }
      type Income { amount: Int }
      type DisabilityConnection { edges: [DisabilityEdge] } type DisabilityEdge { node: Disability }`;
    const put = `disabilities: [Disability] connected: DisabilityConnection income: Int @dataset(owner: "taxation") incomes: [Income]`;
    const { items } = buildCatalogue(compose([registry(), civil(PLAIN, put, more, "extend")]));
    for (const coordinate of [
      "Disability.grade",
      "Person.disabilities",
      "Person.connected",
      "DisabilityConnection.edges",
    ])
      expect(items.get(coordinate)).toMatchObject({
        owner: "federation",
        owners: ["federation"],
        carriers: ["civil-affairs"],
      });
    expect(items.get("Disability.allowance")?.sources).toMatchObject([
      { subgraph: "civil-affairs", department: "federation", requires: ["Income.amount"] },
    ]);
    expect(items.get("Person.income")).toMatchObject({ owner: "taxation", carriers: ["civil-affairs"] });
    expect(items.get("Income.amount")).toMatchObject({ owner: "civil-affairs", carriers: ["civil-affairs"] });
  });

  test("G7: two owners of one dataset, and an input that does not exist, stop a composition", () => {
    const more = `type Person @dataset(theme: "人口", updateCycle: REAL_TIME, owner: "taxation")`;
    const other = civil(PLAIN, `derived: Int @reads(of: ["Person.nothing"])`);
    const contradicting = { ...other, typeDefs: parse(print(other.typeDefs).replace("type Person", more)) };
    const { problems } = buildCatalogue(compose([registry(), contradicting]));
    const refused = problems.filter(({ severity }) => severity === "refuse").map(({ message }) => message);
    expect(refused).toContain("Person: expected one owner of the data, got several");
    expect(refused).toContain("Person.nothing: expected a field of this graph");
  });

  test("a key that everybody repeats belongs to the department whose own the type is", () => {
    const { items } = buildCatalogue(compose([registry(), civil(PLAIN, "", "", "extend")]));
    expect(items.get("Person.id")).toMatchObject({
      owner: "public-security",
      owners: ["civil-affairs", "public-security"],
    });
  });

  test("two owners who contradict each other are pointed out, and neither is believed", () => {
    const more = `type Person @dataset(theme: "救助")`;
    const other = civil();
    const contradicting = { ...other, typeDefs: parse(print(other.typeDefs).replace("type Person", more)) };
    const { items, problems } = buildCatalogue(compose([registry(), contradicting]));
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: "warn", kind: "DATASET_CONFLICT", coordinate: "Person" }),
    );
    expect(items.get("Person.number")).toMatchObject({ theme: null, updateCycle: null });
  });

  test("the strictest of two owners, and of the interface, wins; what nobody classified is not shared", () => {
    const { items } = buildCatalogue(compose([registry(), civil()]));
    expect(items.get("Person.name")).toMatchObject({
      owner: "civil-affairs",
      owners: ["civil-affairs", "public-security"],
      level: "L4",
      share: "CONDITIONAL",
      mask: "NAME",
      description: "姓名",
      leaf: true,
      classified: true,
    });
    expect(items.get("Person.cases")).toMatchObject({ share: "NOT_SHARED", level: "L4", classified: false });
    expect([...items.keys()].some((coordinate) => /^(Named|join__|link__)/.test(coordinate))).toBe(false);
  });

  test("what a field requires, where it is resolved, and where a key travels", () => {
    const { items, departments, subjects, reveals } = buildCatalogue(
      compose([registry(), civil()]),
      parseOverlay({ subgraphs: { "civil-affairs": "民政" } }),
    );
    expect(items.get("Person.eligible")?.sources).toEqual([
      { subgraph: "civil-affairs", department: "民政", requires: ["Person.number"], provides: [] },
    ]);
    expect(items.get("Person.number")?.owners).toEqual(["public-security"]);
    expect(items.get("Person.id")?.keys.toSorted()).toEqual(["civil-affairs", "public-security"]);
    expect(Object.fromEntries(departments)).toEqual({ "public-security": "public-security", "civil-affairs": "民政" });
    expect(Object.fromEntries(subjects)).toEqual({ Person: "id" });
    expect(Object.fromEntries(reveals)).toEqual({ "Query.person(citizenNumber:)": ["Person.number"] });
  });

  test("a renamed import classifies as the plain one does (apollographql/federation#3343: renamed access control directives)", () => {
    const plain = buildCatalogue(compose([registry(), civil()]));
    const renamed = buildCatalogue(compose([registry(RENAMED), civil(RENAMED)]));
    expect([...renamed.items]).toEqual([...plain.items]);
    expect(renamed.version).toBe(plain.version);
  });

  test("an interface object's field is classified, with its source, on every implementation", () => {
    const media = subgraph(
      "a",
      `type Query { all: [Media!]! @item(level: L1, share: UNCONDITIONAL) }
       interface Media @key(fields: "id") { id: ID! @item(level: L1, share: UNCONDITIONAL) }
       type Book implements Media @key(fields: "id") { id: ID! @item(level: L1, share: UNCONDITIONAL) }`,
    );
    const reviews = subgraph(
      "b",
      `type Media @interfaceObject @key(fields: "id") { id: ID! @item(level: L1, share: UNCONDITIONAL) secret: String @item(level: L4, share: CONDITIONAL) }`,
    );
    const secret = buildCatalogue(compose([media, reviews])).items.get("Book.secret");
    expect(secret).toMatchObject({ level: "L4", share: "CONDITIONAL", owner: "b" });
    expect(secret?.sources.map((source) => source.subgraph)).toEqual(["b"]);
  });
});

const bare = (link: string, body: string): string => `
  schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) ${link} { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "http://a") }
  ${body}`;

test.each([
  ["namespaced root", '@link(url: "https://shali-hub.org/item/v1.0", as: "gov")', "@gov"],
  ["namespaced element", '@link(url: "https://shali-hub.org/item/v1.0", as: "gov")', "@gov__item"],
  ["default namespace", '@link(url: "https://shali-hub.org/item/v1.2")', "@item"],
])("the directive is followed through a %s", (_name, link, directive) => {
  const { items } = buildCatalogue(
    bare(link, `type Query @join__type(graph: A) { a: Int ${directive}(level: L1, share: UNCONDITIONAL) }`),
  );
  expect(items.get("Query.a")).toMatchObject({ share: "UNCONDITIONAL", level: "L1", owner: "a" });
});

test("a directive that is only called like ours is not ours", () => {
  const link =
    '@link(url: "https://shali-hub.org/item/v1.0", import: [{ name: "@item", as: "@classify" }]) @link(url: "https://elsewhere.org/item/v1.0", as: "decoy", import: ["@item"])';
  const { items } = buildCatalogue(
    bare(link, "type Query @join__type(graph: A) { a: Int @item(level: L1, share: UNCONDITIONAL) }"),
  );
  expect(items.get("Query.a")).toMatchObject({ classified: false, share: "NOT_SHARED" });
});

test("an overlay fills what nobody classified and can only tighten what somebody did", () => {
  const link = '@link(url: "https://shali-hub.org/item/v1.0", import: ["@item"])';
  const sdl = bare(
    link,
    "type Query @join__type(graph: A) { said: Int @item(level: L3, share: CONDITIONAL) quiet: Int exact: Int typed: Int }",
  );
  const { items } = buildCatalogue(
    sdl,
    parseOverlay({
      items: {
        "*": { share: "UNCONDITIONAL", level: "L1", owner: "bench" },
        "Query.said": { share: "UNCONDITIONAL", level: "L4" },
        "Query.exact": { share: "CONDITIONAL", mask: "AMOUNT_BAND" },
      },
    }),
  );
  expect(items.get("Query.said")).toMatchObject({ share: "CONDITIONAL", level: "L4", owner: "a" });
  expect(items.get("Query.quiet")).toMatchObject({ share: "UNCONDITIONAL", level: "L1", owner: "bench" });
  expect(items.get("Query.exact")).toMatchObject({ share: "CONDITIONAL", level: "L1", mask: "AMOUNT_BAND" });
});

test("sensitive or unclassified keys, masks that do not fit and unknown coordinates are refused", () => {
  const sdl = `
    schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) @link(url: "https://shali-hub.org/item/v1.0", import: ["@item"]) { query: Query }
    enum join__Graph { A @join__graph(name: "a", url: "http://a") }
    type Query @join__type(graph: A) { p: P @item(level: L1, share: UNCONDITIONAL) }
    type P @join__type(graph: A, key: "number home { plot }") { number: String @item(level: L3, share: CONDITIONAL) home: H @item(level: L1, share: CONDITIONAL) age: Boolean @item(level: L1, share: CONDITIONAL, mask: NAME) }
    type H @join__type(graph: A) { plot: String }`;
  const { problems } = buildCatalogue(sdl, parseOverlay({ items: { "P.gone": { level: "L4" } } }));
  expect(
    problems.filter((found) => found.severity === "refuse").map((found) => `${found.kind} ${found.coordinate}`),
  ).toEqual(["UNKNOWN_COORDINATE P.gone", "SENSITIVE_KEY P.number", "MASK_UNFIT P.age", "SENSITIVE_KEY H.plot"]);
  expect(() => {
    refuseProblems(problems);
  }).toThrow(/P\.number: an entity key may not be sensitive/);
});

test("an argument that is called like a sensitive field and not tied to it is pointed out", () => {
  const link = '@link(url: "https://shali-hub.org/item/v1.0", import: ["@item"])';
  const sdl = bare(
    link,
    "type Query @join__type(graph: A) { p(number: String): P @item(level: L1, share: UNCONDITIONAL) } type P @join__type(graph: A) { number: String @item(level: L3, share: CONDITIONAL) }",
  );
  expect(buildCatalogue(sdl).problems).toContainEqual(
    expect.objectContaining({ severity: "warn", kind: "UNBOUND_ARGUMENT", coordinate: "Query.p(number:)" }),
  );
  expect(
    buildCatalogue(sdl, parseOverlay({ reveals: { "Query.p(number:)": "P.number" } })).problems.map(
      (found) => found.kind,
    ),
  ).not.toContain("UNBOUND_ARGUMENT");
});

test("so are filters and orders, behind a connection too; what is tied is not", () => {
  const link = '@link(url: "https://shali-hub.org/item/v1.0", import: ["@item", "@reveals"])';
  const sdl = bare(
    link,
    `type Query @join__type(graph: A) { people(where: Where, order: [Order!]): People @item(level: L1, share: UNCONDITIONAL) }
     type People @join__type(graph: A) { edges: [Edge!] @item(level: L1, share: UNCONDITIONAL) }
     type Edge @join__type(graph: A) { node: P @item(level: L1, share: UNCONDITIONAL) }
     type P @join__type(graph: A) { monthlyIncome: Int @item(level: L4, share: CONDITIONAL) age: Int @item(level: L3, share: CONDITIONAL) name: String @item(level: L2, share: CONDITIONAL) }
     input Where { and: [Where!] age: Int monthlyIncome: Int @reveals(coordinate: "P.monthlyIncome") }
     enum Order { NAME MONTHLY_INCOME_DESC BY_AGE @reveals(coordinate: "P.age") }`,
  );
  const { problems, reveals } = buildCatalogue(sdl);
  expect(problems.map(({ kind, message }) => `${kind} ${message}`)).toEqual([
    "UNBOUND_ARGUMENT Where.age: looks like P.age; tie it with @reveals",
    "UNBOUND_ARGUMENT Order.MONTHLY_INCOME_DESC: looks like P.monthlyIncome; tie it with @reveals",
  ]);
  expect(Object.fromEntries(reveals)).toEqual({
    "Where.monthlyIncome": ["P.monthlyIncome"],
    "Order.BY_AGE": ["P.age"],
  });
});

test("the catalogue cannot be changed, and knows no field that is not there", () => {
  const { items } = buildCatalogue(bare("", "type Query @join__type(graph: A) { a: Int }"));
  expect(() => (items as Map<string, unknown>).set("Query.b", {})).toThrow("frozen");
  expect(items.get("__proto__")).toBeUndefined();
  expect(items.get("Query.constructor")).toBeUndefined();
});
