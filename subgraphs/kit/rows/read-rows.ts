import { scopeWithin, type SubgraphContext } from "../context.ts";
import type { Statements } from "../postgres/statements.ts";
import type { AnyRow, Key, Table } from "./tables.ts";

/** Columns and tables are named in snake case; a departing name would not be found, and a test reads every table. */
export const snake = (name: string): string => name.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

const KEY_TYPES: Readonly<Record<string, string>> = { Int: "int[]", String: "text[]" };

/** What a statement selects of a table. A list of an enum has a type of the database's own, which its readers outside do not know. */
export const selected = ({ columns, lists }: Table): string =>
  [...columns.keys()]
    .map((column) => `${snake(column)}${lists.has(column) ? "::text[]" : ""} as "${column}"`)
    .join(", ");

const byKeys = (table: Table, column: string): string => {
  const type = KEY_TYPES[table.columns.get(column) ?? ""];
  if (type === undefined) throw new Error(`${table.name}.${column}: rows are found by text or by whole numbers`);
  return `select ${selected(table)} from ${snake(table.name)} where ${snake(column)} = any($1::${type})`;
};

/** The request's prepared reading. @throws in a service of the hub's own, which has none */
export function statementsOf({ statements }: SubgraphContext): Statements {
  if (statements === undefined) throw new Error("The request has no connection to the department's tables");
  return statements;
}

const run = async (context: SubgraphContext, text: string, values: readonly unknown[]): Promise<AnyRow[]> =>
  statementsOf(context).rows(text, values);

/**
 * Reads by keys with a statement of the department's own, whose first value is the keys. It names its columns as `Row` does, and only those that are
 * needed.
 */
export function readWith<Row>(text: string): (keys: readonly Key[], context: SubgraphContext) => Promise<Row[]> {
  return async (keys, context) => (await run(context, text, [keys])) as Row[];
}

/** Reads every row of a short table, in the order of its primary key. */
export function readAll(table: Table): (context: SubgraphContext) => Promise<AnyRow[]> {
  const text = `select ${selected(table)} from ${snake(table.name)} order by ${snake(table.key)}`;
  return (context) => run(context, text, []);
}

type Read = (keys: readonly Key[], context: SubgraphContext) => Promise<AnyRow[]>;

/** Reads rows of one table whose `column` holds one of the keys, whatever their division and in no order. */
export function readByKeys(table: Table, column: string): Read {
  const text = byKeys(table, column);
  return (keys, context) => run(context, text, [keys]);
}

/** Patterns of LIKE for prefixes. */
export const patterns = (prefixes: readonly string[]): readonly string[] =>
  prefixes.map((prefix) => `${prefix.replaceAll(/[\\%_]/g, "\\$&")}%`);

/** Reads those of them that somebody behind the request may see, in the order of the primary key. */
export function readWithinScope(table: Table, column: string): Read {
  const base = byKeys(table, column);
  const order = ` order by ${snake(table.key)}`;
  const everywhere = base + order;
  const inDivisions = `${base} and division_code like any($2::text[])${order}`;
  const inGrids = `${base} and (division_code like any($2::text[]) or grid_code = any($3::text[]))${order}`;
  return (keys, context) => {
    const scope = table.divided ? scopeWithin(context) : undefined;
    if (scope === undefined) return run(context, everywhere, [keys]);
    const divisions = patterns(scope.divisions);
    return table.columns.has("gridCode")
      ? run(context, inGrids, [keys, divisions, scope.grids])
      : run(context, inDivisions, [keys, divisions]);
  };
}
