import { expect, test } from "@jest/globals";
import { cellOf, readPage } from "./read-page.ts";
import type { ExportTable } from "./table-of.ts";

const column = (...path: readonly string[]) => ({ path, name: path.join("."), coordinates: [] });

const TABLE: ExportTable = {
  path: ["projects"],
  edges: "edges",
  node: "node",
  pageInfo: "pageInfo",
  hasNextPage: "hasNextPage",
  endCursor: "endCursor",
  after: "after",
  columns: [column("code"), column("firm", "name"), column("firm", "taxes")],
};

const page = (edges: readonly unknown[], pageInfo: object = { hasNextPage: false, endCursor: null }) => ({
  projects: { edges, pageInfo },
});

test("20.6: what single rows withhold is told in their cells, by reason, and in no other row's", () => {
  const edges = [
    { node: { code: "1", firm: null } },
    { node: { code: "2", firm: { name: "甲", taxes: null } } },
    { node: null },
  ];
  const withheld = [
    { path: ["projects", "edges", 0, "node", "firm"], reason: "OUT_OF_SCOPE" },
    { path: ["projects", "edges", 1, "node", "firm", "taxes", 3, "arrears"], reason: "NO_GRANT" },
    { path: ["projects", "edges", 2, "node"], reason: "OUT_OF_SCOPE" },
  ];
  const { rows = [], next } = readPage(TABLE, page(edges), withheld) ?? {};
  expect(next).toBeNull();
  expect(rows.map((row) => Object.fromEntries(row.withheld))).toEqual([
    { "firm.name": "OUT_OF_SCOPE", "firm.taxes": "OUT_OF_SCOPE" },
    { "firm.taxes": "NO_GRANT" },
    { code: "OUT_OF_SCOPE", "firm.name": "OUT_OF_SCOPE", "firm.taxes": "OUT_OF_SCOPE" },
  ]);
  expect(rows.map((row) => TABLE.columns.map((one) => cellOf(row, one)))).toEqual([
    ["1", undefined, undefined],
    ["2", "甲", null],
    [undefined, undefined, undefined],
  ]);
});

test("20.6: a page that is not there whole is none, so that no row is lost with it", () => {
  expect(readPage(TABLE, page([], { hasNextPage: true, endCursor: "7" }), [])?.next).toBe("7");
  for (const data of [
    {},
    { projects: null },
    { projects: { edges: null, pageInfo: { hasNextPage: false, endCursor: null } } },
    { projects: { edges: [], pageInfo: null } },
    page([], { hasNextPage: true, endCursor: null }),
    page([], { hasNextPage: null, endCursor: "7" }),
  ])
    expect([data, readPage(TABLE, data, [])]).toEqual([data, undefined]);
});
