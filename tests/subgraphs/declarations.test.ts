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

/** Asks housing over a database that answers from memory and remembers its statements and their values. */
const ask = async (
  source: string,
  rows: Readonly<Record<string, readonly object[]>>,
  variableValues = {},
  opened = envelope,
) => {
  const statements: (readonly [sql: string, ...values: readonly unknown[]])[] = [];
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
  const { data, errors } = await graphql({
    schema: subgraph.schema,
    source,
    contextValue: { database: {}, statements: prepared, envelope: opened },
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

/** A list's statement behind its conditions: the stretch of divisions in which its rows lie, and a page of it in order. */
const stretch = (from: number, key = "id"): string =>
  `division_code collate "C" >= $${from} and division_code collate "C" <= $${from + 1} order by division_code collate "C" asc, ${key} asc limit $${from + 2}`;
const behind = (prefix: string): string => `${prefix}\u{10FFFF}`;

test("a declared list reads within its own field's scope only, and of the divisions those alone in which it lies", async () => {
  const { statements } = await ask(`{ heatingAreas(division: "4111", first: 2) { edges { cursor } } }`, {
    heatingArea: [],
  });
  expect(statements).toEqual([
    [
      `heating_area where (division_code like any($1::text[])) and (division_code like any($2::text[])) and ${stretch(3)}`,
      ["411102%"],
      ["4111%"],
      "411102",
      behind("411102"),
      3,
    ],
  ]);
});

test("S4: a scope of one grid reads the rows that name it, and of tables that name none no row", async () => {
  const grid = "411102001001001";
  const coordinates = new Map([
    ["Query.heatingAreas", "CLEAR"],
    ["Query.constructionProjects", "CLEAR"],
  ] as const);
  const lines = [{ consumer: { kind: "caller" }, grants: ["a"], scope: [grid, "411103"], coordinates }] as const;
  const asked = async (source: string, table: string) =>
    (await ask(source, { [table]: [] }, {}, { ...envelope, lines })).statements;
  expect(await asked(`{ constructionProjects(division: "4111") { edges { cursor } } }`, "constructionProject")).toEqual(
    [
      [
        `construction_project where (division_code like any($1::text[]) or grid_code = $2) and (division_code like any($3::text[])) and ${stretch(4, "code")}`,
        ["411103%"],
        grid,
        ["4111%"],
        "4111",
        behind("4111"),
        21,
      ],
    ],
  );
  expect(await asked(`{ heatingAreas(division: "4111") { edges { cursor } } }`, "heatingArea")).toEqual([
    [
      `heating_area where (division_code like any($1::text[])) and (division_code like any($2::text[])) and ${stretch(3)}`,
      ["411103%"],
      ["4111%"],
      "411103",
      behind("411103"),
      21,
    ],
  ]);
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
  const asked = async (args: string) => {
    const source = `{ publicRentalHouseholds(division: "4111"${args}) { edges { cursor } } }`;
    return (await ask(source, { publicRentalHousehold: [] }, {}, { ...envelope, lines })).statements[0];
  };
  const listed =
    "public_rental_household where (division_code like any($1::text[])) and (division_code like any($2::text[]))";
  expect((await asked(""))?.slice(0, 3)).toEqual([`${listed} and ${stretch(3)}`, ["411102%"], ["4111%"]]);
  expect((await asked(", status: HOUSED"))?.slice(0, 5)).toEqual([
    `${listed} and (status = $3) and (division_code like any($4::text[])) and ${stretch(5)}`,
    ["411102%"],
    ["4111%"],
    "HOUSED",
    ["411103%"],
  ]);
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
