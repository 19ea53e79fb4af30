import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { SubgraphContext } from "../../subgraphs/kit/context.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { openStatements } from "../../subgraphs/kit/postgres/statements.ts";
import { evidenceOf } from "../../subgraphs/kit/quality/quality.ts";
import { readByKeys, readWithinScope } from "../../subgraphs/kit/rows/read-rows.ts";
import { pageOf } from "../../subgraphs/kit/rows/connection.ts";
import { findRows } from "../../subgraphs/kit/rows/find-rows.ts";
import { rowScope } from "../../subgraphs/kit/rows/rows.ts";
import type { AnyRow, Key, Table } from "../../subgraphs/kit/rows/tables.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { emptyEnvelope } from "../../schema/envelope/fixtures/empty-envelope.ts";
import { startCity, type City } from "../city.ts";
import { departmentTables } from "./department-tables.ts";

const catalogue = buildCatalogue(readFileSync("schema/supergraph.graphql", "utf8"));

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());

/** Readers of two districts, and of a grid that a construction project lies in. */
const envelopeOf = (...scope: readonly string[]): Envelope => ({
  ...emptyEnvelope,
  lines: [{ consumer: { kind: "caller" }, grants: ["a"], scope, coordinates: new Map() }],
});

/** More than any table of the city has. */
const EVERY_ROW = 10_000_000;

const KEYS = ["Int", "String"];

type Delegates = Readonly<Record<string, { readonly findMany: (query: object) => Promise<AnyRow[]> }>>;

/** What Prisma reads of a table. */
const readByPrisma = async ({ name }: Table, { database }: SubgraphContext, query: object): Promise<AnyRow[]> =>
  (await (database as Delegates)[name.charAt(0).toLowerCase() + name.slice(1)]?.findMany(query)) ?? [];

/** Tables of a department, with everything that reads them both ways. */
const withTables = async (name: string, work: (table: Table, context: SubgraphContext) => Promise<void>) => {
  const { tables } = await departmentTables(name);
  const url = city.databaseUrls[name as keyof City["databaseUrls"]];
  const database = (await loadSubgraph(name)).open(url);
  const statements = openStatements(url);
  try {
    for (const table of tables.values()) await work(table, { database, statements });
  } finally {
    await statements.close();
    await database.$disconnect();
  }
};

describe.each(DEPARTMENTS)("each table of $name", ({ name }) => {
  test("gives the very same rows to a prepared statement as to Prisma: names, types and all", async () => {
    let compared = 0;
    await withTables(name, async (table, context) => {
      const rows = await readByPrisma(table, context, { where: {}, orderBy: { [table.key]: "asc" }, take: 40 });
      const keys = rows.map((row) => row[table.key] as Key);
      const read = await readByKeys(table, table.key)(keys, context);
      expect(new Map(read.map((row) => [row[table.key], row]))).toEqual(
        new Map(rows.map((row) => [row[table.key], row])),
      );
      compared += rows.length;
    });
    expect(compared).toBeGreaterThan(100);
  });

  test("G25: 政务数据共享条例第十八条: keeps the owners' rules, each of an item that the catalogue has", async () => {
    const { schema, rules = [] } = await loadSubgraph(name);
    const statements = openStatements(city.databaseUrls[name]);
    try {
      const { datasets, checks } = await evidenceOf(schema, rules, statements, EVERY_ROW);
      expect(checks.length).toBeGreaterThanOrEqual(5);
      expect(checks.filter(({ sampled, failed }) => sampled === 0 || failed > 0)).toEqual([]);
      expect(checks.filter(({ item }) => !catalogue.items.has(item))).toEqual([]);
      expect(datasets.filter(({ changes }) => Number(changes) > 0).length).toBeGreaterThan(datasets.length / 2);
    } finally {
      await statements.close();
    }
  });

  test("keeps the same rows for every scope, whatever column they are found by", async () => {
    const scopes = [["411102", "411103"], [""], []];
    await withTables(name, async (table, context) => {
      const rows = await readByPrisma(table, context, { where: {}, orderBy: { [table.key]: "asc" }, take: 80 });
      const columns = [...table.columns].filter(([column, type]) => KEYS.includes(type) && column !== table.key);
      const [column = table.key] = columns.at(-1) ?? [];
      const grids = rows.flatMap((row) => (typeof row["gridCode"] === "string" ? [row["gridCode"]] : []));
      const keys = [...new Set(rows.map((row) => row[column] as Key | null).filter((key) => key !== null))];
      for (const scope of [...scopes, [...grids.slice(0, 1), "411121"]]) {
        const scoped = { ...context, envelope: envelopeOf(...scope) };
        const where = { [column]: { in: keys }, ...rowScope(table, scoped) };
        const expected = await readByPrisma(table, scoped, { where, orderBy: { [table.key]: "asc" } });
        expect(await readWithinScope(table, column)(keys, scoped)).toEqual(expected);
      }
      // Prisma takes an alternative of nothing beside other conditions for no condition at all.
      const nowhere = { ...context, envelope: envelopeOf() };
      const beside = { AND: [rowScope(table, nowhere), { [table.key]: { in: rows.map((row) => row[table.key]) } }] };
      if (table.divided) expect(await readByPrisma(table, nowhere, { where: beside })).toEqual([]);
      // A wildcard of LIKE is a character like any other.
      const wild = { ...context, envelope: envelopeOf("4111_2", "%") };
      if (table.divided) expect(await readWithinScope(table, column)(keys, wild)).toEqual([]);
    });
  });
});

describe.each(DEPARTMENTS)("a list of each table of $name that has divisions", ({ name }) => {
  test("has the rows that Prisma finds, by division and then by key, whichever way it is walked, page by page", async () => {
    let met = 0;
    await withTables(name, async (table, context) => {
      if (!table.divided) return;
      for (const scope of [["411102", "411103001"], ["4111"]]) {
        const scoped = { ...context, envelope: envelopeOf(...scope) };
        const where = { AND: [rowScope(table, scoped), { divisionCode: { startsWith: "41110" } }] };
        const by = (order: "asc" | "desc") => [{ divisionCode: order }, { [table.key]: order }];
        const page = async (args: object) =>
          pageOf<AnyRow>(
            "rows",
            table.key,
            args,
            (one) => findRows(table, scoped, { where, page: one }),
            table.columns.get(table.key),
            "asc",
            "divisionCode",
          );
        const first = await page({ first: 30 });
        const second = await page({ first: 30, after: first.pageInfo.endCursor });
        const forward = [...first.edges, ...second.edges].map(({ node }) => node);
        expect(forward).toEqual(await readByPrisma(table, scoped, { where, orderBy: by("asc"), take: 60 }));
        const last = await page({ last: 30 });
        const before = await page({ last: 30, before: last.pageInfo.startCursor });
        const backward = [...before.edges, ...last.edges].map(({ node }) => node);
        expect(backward.reverse()).toEqual(await readByPrisma(table, scoped, { where, orderBy: by("desc"), take: 60 }));
        met += forward.length + backward.length;
      }
      // Nobody's scope is no row. Prisma takes an empty OR within AND for no condition, so that there is nothing to compare with.
      const nobody = { AND: [rowScope(table, { ...context, envelope: envelopeOf() }), {}] };
      expect(await findRows(table, context, { where: nobody })).toEqual([]);
    });
    expect(met).toBeGreaterThan(400);
  });

  test("one row is found by each column with the value that it has, within its reader's scope", async () => {
    await withTables(name, async (table, context) => {
      const [row] = await readByPrisma(table, context, { orderBy: { [table.key]: "desc" }, take: 1 });
      for (const [column, value] of Object.entries(row ?? {})) {
        if (value === null || Array.isArray(value)) continue;
        const where = { AND: [{ [column]: { equals: value } }, { [table.key]: { in: [row?.[table.key]] } }] };
        expect(await findRows(table, context, { where })).toEqual([row]);
        const elsewhere = { AND: [where, rowScope(table, { ...context, envelope: envelopeOf("99") })] };
        expect(await findRows(table, context, { where: elsewhere })).toEqual(table.divided ? [] : [row]);
        expect(await findRows(table, context, { where: { [column]: { in: [] } } })).toEqual([]);
      }
    });
  });
});

test("a statement whose connection was ended fails, and the next is answered over a new one", async () => {
  const statements = openStatements(city.databaseUrls.housing);
  const end = statements.rows("select pg_terminate_backend(pg_backend_pid()) as done", []);
  await expect(end).rejects.toThrow();
  expect(await statements.rows("select 1 as one", [])).toEqual([{ one: 1 }]);
  await statements.close();
});

test("a statement that waits behind a slow one on another connection is answered before it", async () => {
  const statements = openStatements(city.databaseUrls.housing);
  const order: string[] = [];
  const slow = statements.rows("select pg_sleep(0.3)", []).then(() => order.push("slow"));
  const quick = statements.rows("select 1 as one", []).then(() => order.push("quick"));
  await Promise.all([slow, quick]);
  expect(order).toEqual(["quick", "slow"]);
  await statements.close();
});
