import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { SubgraphContext } from "../../subgraphs/kit/context.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { openStatements } from "../../subgraphs/kit/postgres/statements.ts";
import { evidenceOf } from "../../subgraphs/kit/quality/quality.ts";
import { readByKeys, readWithinScope } from "../../subgraphs/kit/rows/read-rows.ts";
import { findRows, rowScope } from "../../subgraphs/kit/rows/rows.ts";
import type { Key, Table } from "../../subgraphs/kit/rows/tables.ts";
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

const KEYS = ["Int", "String"];

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
      const rows = await findRows(table, context, { where: {}, orderBy: { [table.key]: "asc" }, take: 40 });
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
      const { datasets, checks } = await evidenceOf(schema, rules, statements);
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
      const rows = await findRows(table, context, { where: {}, orderBy: { [table.key]: "asc" }, take: 80 });
      const columns = [...table.columns].filter(([column, type]) => KEYS.includes(type) && column !== table.key);
      const [column = table.key] = columns.at(-1) ?? [];
      const grids = rows.flatMap((row) => (typeof row["gridCode"] === "string" ? [row["gridCode"]] : []));
      const keys = [...new Set(rows.map((row) => row[column] as Key | null).filter((key) => key !== null))];
      for (const scope of [...scopes, [...grids.slice(0, 1), "411121"]]) {
        const scoped = { ...context, envelope: envelopeOf(...scope) };
        const where = { [column]: { in: keys }, ...rowScope(table, scoped) };
        const expected = await findRows(table, scoped, { where, orderBy: { [table.key]: "asc" } });
        expect(await readWithinScope(table, column)(keys, scoped)).toEqual(expected);
      }
      // A wildcard of LIKE is a character like any other.
      const wild = { ...context, envelope: envelopeOf("4111_2", "%") };
      if (table.divided) expect(await readWithinScope(table, column)(keys, wild)).toEqual([]);
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
