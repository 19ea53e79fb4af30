import { describe, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { emptyEnvelope } from "../../schema/envelope/fixtures/empty-envelope.ts";
import { hasMany, hasOne, list, rowsOf } from "../../subgraphs/housing/builder.ts";
import { Attendance, ConstructionPermit, ConstructionProject } from "../../subgraphs/housing/construction.ts";
import { ProjectStatus, RentalStatus } from "../../subgraphs/housing/enums.ts";
import { Enterprise } from "../../subgraphs/housing/foreign.ts";
import { subgraph } from "../../subgraphs/housing/main.ts";
import { equal, notBefore } from "../../subgraphs/kit/rows/filters.ts";
import { open } from "../../subgraphs/kit/item.ts";
import type { Statements } from "../../subgraphs/kit/postgres/statements.ts";
import type { RowQuery } from "../../subgraphs/kit/rows/rows.ts";
import { tablesOf, type AnyRow } from "../../subgraphs/kit/rows/tables.ts";

const envelope: Envelope = {
  ...emptyEnvelope,
  lines: [
    {
      consumer: { kind: "caller" },
      grants: ["a"],
      scope: ["411102"],
      coordinates: new Map([["Query.heatingAreas", "CLEAR"]]),
    },
    { consumer: { kind: "caller" }, grants: ["b"], scope: ["411103"], coordinates: new Map() },
  ],
};

/** Asks housing over a database that answers from memory and remembers its statements: Prisma's words, or SQL and its values. */
const ask = async (
  source: string,
  rows: Readonly<Record<string, readonly object[]>>,
  variableValues = {},
  opened = envelope,
) => {
  const statements: (RowQuery | readonly [sql: string, ...values: readonly unknown[]])[] = [];
  const table = (name: string) => ({
    findMany: (query: RowQuery) => {
      statements.push(query);
      return Promise.resolve(rows[name] ?? []);
    },
  });
  const prepared: Statements = {
    rows: (text, values) => {
      const [, name = "", rest = ""] = /^select .* from (\w+) (.*)$/.exec(text) ?? [];
      statements.push([`${name} ${rest}`, ...values]);
      return Promise.resolve([
        ...(rows[name.replaceAll(/_[a-z]/g, (found) => found.slice(1).toUpperCase())] ?? []),
      ] as AnyRow[]);
    },
    close: () => Promise.resolve(),
  };
  const database = Object.fromEntries(Object.keys(rows).map((name) => [name, table(name)]));
  const { data, errors } = await graphql({
    schema: subgraph.schema,
    source,
    contextValue: { database, statements: prepared, envelope: opened },
    variableValues,
  });
  return { data, errors, statements };
};

const ENTITIES = "query ($keys: [_Any!]!) { _entities(representations: $keys)";
const firm = (creditCode: string) => ({ __typename: "Enterprise", creditCode });

describe("a declared relation", () => {
  test("of many parents is one statement, within the scope of every line, in the order of its key", async () => {
    const { data, statements } = await ask(
      `${ENTITIES} { ... on Enterprise { constructionPermits { number } } } }`,
      {
        constructionPermit: [
          { number: "1", contractorCode: "b" },
          { number: "2", contractorCode: "a" },
        ],
      },
      { keys: [firm("a"), firm("b"), firm("c")] },
    );
    const of = (...numbers: string[]) => ({ constructionPermits: numbers.map((number) => ({ number })) });
    expect(data?.["_entities"]).toEqual([of("2"), of("1"), of()]);
    expect(statements).toEqual([
      [
        "construction_permit where contractor_code = any($1::text[]) and division_code like any($2::text[]) order by number",
        ["a", "b", "c"],
        ["411102%", "411103%"],
      ],
    ]);
  });

  test("to another department's type is its key, without a statement", async () => {
    const { data, statements } = await ask(
      `${ENTITIES} { ... on ConstructionProject { generalContractor { creditCode } } } }`,
      { constructionProject: [{ code: "p", generalContractorCode: "a" }] },
      { keys: [{ __typename: "ConstructionProject", code: "p" }] },
    );
    expect(data?.["_entities"]).toEqual([{ generalContractor: { creditCode: "a" } }]);
    expect(statements).toEqual([["construction_project where code = any($1::text[])", ["p"]]]);
  });
});

test("a declared list reads within its own field's scope only", async () => {
  const { statements } = await ask(`{ heatingAreas(division: "4111", first: 2) { edges { cursor } } }`, {
    heatingArea: [],
  });
  const AND = [{ OR: [{ divisionCode: { startsWith: "411102" } }] }, { divisionCode: { startsWith: "4111" } }, {}];
  expect(statements).toEqual([{ where: { AND }, orderBy: { id: "asc" }, take: 3 }]);
});

test("S4: a scope of one grid reads the rows that name it, and of tables that name none no row", async () => {
  const grid = "411102001001001";
  const coordinates = new Map([
    ["Query.heatingAreas", "CLEAR"],
    ["Query.constructionProjects", "CLEAR"],
  ] as const);
  const lines = [{ consumer: { kind: "caller" }, grants: ["a"], scope: [grid, "411103"], coordinates }] as const;
  const scopeOf = async (source: string, table: string): Promise<unknown> => {
    const { statements } = await ask(source, { [table]: [] }, {}, { ...envelope, lines });
    return ((statements[0] as RowQuery).where as { readonly AND: readonly unknown[] }).AND[0];
  };
  const rest = { divisionCode: { startsWith: "411103" } };
  expect(
    await scopeOf(`{ constructionProjects(division: "4111") { edges { cursor } } }`, "constructionProject"),
  ).toEqual({ OR: [rest, { gridCode: grid }] });
  expect(await scopeOf(`{ heatingAreas(division: "4111") { edges { cursor } } }`, "heatingArea")).toEqual({
    OR: [rest],
  });
});

test("T5: a filter compares the rows in which its own column may be read, and not those of every line", async () => {
  const line = (grant: string, scope: string, coordinate: string) =>
    ({
      consumer: { kind: "caller" },
      grants: [grant],
      scope: [scope],
      coordinates: new Map([[coordinate, "CLEAR"] as const]),
    }) as const;
  const lines = [
    line("a", "411102", "Query.publicRentalHouseholds"),
    line("b", "411103", "PublicRentalHousehold.status"),
    line("c", "411104", "PublicRentalHousehold.id"),
  ];
  const whereOf = async (args: string): Promise<unknown> => {
    const source = `{ publicRentalHouseholds(division: "4111"${args}) { edges { cursor } } }`;
    const { statements } = await ask(source, { publicRentalHousehold: [] }, {}, { ...envelope, lines });
    return (statements[0] as RowQuery).where;
  };
  const within = (prefix: string) => ({ OR: [{ divisionCode: { startsWith: prefix } }] });
  const listed = [within("411102"), { divisionCode: { startsWith: "4111" } }];
  expect(await whereOf("")).toEqual({ AND: [...listed, {}] });
  expect(await whereOf(", status: HOUSED")).toEqual({
    AND: [...listed, { status: { equals: "HOUSED" } }, within("411103"), {}],
  });
});

describe("a table", () => {
  const datamodel = (...names: string[]) => ({
    datamodel: {
      models: { Note: { fields: names.map((name) => ({ name, type: "String", isId: name === "id" })) } },
    },
  });

  test("without a division stops the start unless it is named as city-wide", () => {
    expect(() => tablesOf(datamodel("id"), [])).toThrow("expected either a column divisionCode");
    expect(tablesOf(datamodel("id"), ["Note"]).get("Note")).toMatchObject({ divided: false });
  });

  test("with a division is never city-wide", () => {
    expect(() => tablesOf(datamodel("id", "divisionCode"), ["Note"])).toThrow("expected either");
  });
});

/** For the compiler alone: each line must not compile. */
export function wrongColumns(): void {
  // @ts-expect-error no such column
  hasMany(Enterprise, "creditCode", { a: [ConstructionPermit, "contractor", "许可", open()] });
  // @ts-expect-error an area is no credit code
  hasMany(Enterprise, "creditCode", { a: [ConstructionPermit, "area", "许可", open()] });
  // @ts-expect-error an enterprise is known by its credit code
  hasMany(Enterprise, "code", { a: [ConstructionPermit, "contractorCode", "许可", open()] });
  // @ts-expect-error no such column
  hasOne(Attendance, { a: [ConstructionProject, "project", "项目", open()] });
  // @ts-expect-error a status of public rentals
  list("a", ConstructionProject, "项目", open(), { status: equal("status", RentalStatus, "状态") });
  // @ts-expect-error no such column
  list("a", ConstructionProject, "项目", open(), { status: equal("state", ProjectStatus, "状态") });
  // @ts-expect-error a code is no date
  list("a", ConstructionProject, "项目", open(), { since: notBefore("code", "Date", "不早于") });
  // @ts-expect-error another department's type has no rows here
  list("a", Enterprise, "企业", open());
  // @ts-expect-error no such column
  rowsOf(Attendance, "person");
}
