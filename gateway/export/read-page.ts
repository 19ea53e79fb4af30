import { isList, isObject, type JsonObject } from "../execute/json.ts";
import type { ExportTable, TableColumn } from "./table-of.ts";

/** One row of an export: what was answered, and why some of its cells are empty. */
export interface ExportRow {
  readonly node: JsonObject;
  /** Reason by the name of a column, of what was withheld from this row. */
  readonly withheld: ReadonlyMap<string, string>;
}

/** One page of an export as it was answered. */
export interface ReadPage {
  readonly rows: readonly ExportRow[];
  /** The cursor after which the next page begins; null: there is none. */
  readonly next: string | null;
}

/** Something that was withheld, by its place in the answer. */
export interface Withheld {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined), value);

/** The value of a column in a row; undefined where the row has none. */
export function cellOf({ node }: ExportRow, { path }: TableColumn): unknown {
  return at(node, path);
}

const startsWith = (long: readonly (string | number)[], short: readonly (string | number)[]): boolean =>
  short.every((key, index) => long[index] === key);

/** The columns that something withheld at a place below the row leaves empty. */
const columnsAt = (below: readonly (string | number)[], { columns }: ExportTable): readonly TableColumn[] =>
  columns.filter(({ path }) => startsWith(path, below) || startsWith(below, path));

const withheldFrom = (row: number, table: ExportTable, all: readonly Withheld[]): ExportRow["withheld"] => {
  const found = new Map<string, string>();
  const place = [...table.path, table.edges, row];
  for (const { path, reason } of all) {
    // What is withheld from above the row leaves all of it empty.
    const below = startsWith(path, place) ? path.slice(place.length + 1) : [];
    if (!startsWith(path, place) && !startsWith(place, path)) continue;
    for (const { name } of columnsAt(below, table)) found.set(name, reason);
  }
  return found;
};

/**
 * Reads a page out of an answer's data. Pure; undefined for data in which the connection is not there whole: such a page is none, and no row
 * may be lost with it.
 */
export function readPage(table: ExportTable, data: unknown, withheld: readonly Withheld[]): ReadPage | undefined {
  const connection = at(data, table.path);
  const [edges, more, end] = [
    at(connection, [table.edges]),
    at(connection, [table.pageInfo, table.hasNextPage]),
    at(connection, [table.pageInfo, table.endCursor]),
  ];
  if (!isList(edges) || typeof more !== "boolean" || (more && typeof end !== "string")) return undefined;
  const rows = edges.map((edge, row): ExportRow => {
    const node = at(edge, [table.node]);
    return { node: isObject(node) ? node : {}, withheld: withheldFrom(row, table, withheld) };
  });
  return { rows, next: more && typeof end === "string" ? end : null };
}
