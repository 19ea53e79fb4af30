import type { SubgraphContext } from "../context.ts";
import { conditionsIn, type Comparison, type Conditions } from "./conditions.ts";
import type { Page } from "./connection.ts";
import { patterns, selected, snake, statementsOf } from "./read-rows.ts";
import { DIVISION, type AnyRow, type Table } from "./tables.ts";

/** Rows of one table as a list or a lookup asks for them. */
export interface RowQuery {
  /** In Prisma's words, as far as `conditionsIn` reads them. */
  readonly where: object;
  /** Rows beyond a place of the list, in its order; without it, one row. */
  readonly page?: Page;
}

/** The divisions' order is that of their codes, whatever the database's own: an index of each listed table has it. */
const BY_DIVISION = `${snake(DIVISION)} collate "C"`;

const OPERATORS = { gte: ">=", gt: ">", lt: "<" } as const;

/** Numbers the values of one statement as they come; equal queries have equal texts, which are prepared once. */
class Values {
  readonly list: unknown[] = [];

  readonly add = (value: unknown): string => `$${this.list.push(value instanceof Date ? value.toISOString() : value)}`;
}

/** Comparisons of one column by one word: any of them. However many they are, the text is the same. */
const anyOf = (field: string, compare: Comparison["compare"], stated: readonly unknown[], { add }: Values): string => {
  const column = snake(field);
  if (compare === "startsWith") return `${column} like any(${add(patterns(stated as readonly string[]))}::text[])`;
  if (compare === "in") return stated.flat().length === 0 ? "false" : `${column} = any(${add(stated.flat())})`;
  if (compare === "equals" && stated.length === 1) return `${column} = ${add(stated[0])}`;
  if (compare === "equals") return `${column} = any(${add(stated)})`;
  return stated.map((value) => `${column} ${OPERATORS[compare]} ${add(value)}`).join(" or ");
};

const clauseOf = (clause: readonly Comparison[], values: Values): string => {
  const groups = new Map<string, Comparison[]>();
  for (const one of clause) {
    const key = `${one.compare} ${one.field}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const alternatives = [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ field, compare }) =>
      anyOf(
        field,
        compare,
        group.map(({ value }) => value),
        values,
      ),
    ),
  );
  return `(${alternatives.join(" or ") || "false"})`;
};

/** Behind every code that begins as a prefix does. */
const LAST = "\u{10FFFF}";

const lowest = (codes: readonly string[]): string => codes.reduce((low, code) => (code < low ? code : low));
const highest = (codes: readonly string[]): string => codes.reduce((high, code) => (code > high ? code : high));

/** The divisions between which all rows lie that the conditions let through: only that stretch of the index is read. */
const stretchOf = (conditions: Conditions): readonly [from: string, to: string] => {
  const stretches = conditions
    .filter(
      (clause) => clause.length > 0 && clause.every((one) => one.field === DIVISION && one.compare === "startsWith"),
    )
    .map((clause) => clause.map(({ value }) => value as string));
  return [
    highest(["", ...stretches.map(lowest)]),
    lowest([LAST, ...stretches.map((prefixes) => highest(prefixes.map((prefix) => prefix + LAST)))]),
  ];
};

/** Rows beyond the page's place and their order, division by division. */
const inDivisions = (key: string, conditions: Conditions, { cursor, group, order }: Page, { add }: Values) => {
  const [from, to] = stretchOf(conditions);
  const stretch = [`${BY_DIVISION} >= ${add(from)}`, `${BY_DIVISION} <= ${add(to)}`];
  const beyond = order === "asc" ? ">" : "<";
  if (cursor !== null) stretch.push(`(${BY_DIVISION}, ${key}) ${beyond} (${add(group)}, ${add(cursor)})`);
  return { beyond: stretch, by: `${BY_DIVISION} ${order}, ${key} ${order}` };
};

/** Rows of one table as a list or a lookup asks for them, by a prepared statement. */
export async function findRows(table: Table, context: SubgraphContext, { where, page }: RowQuery): Promise<AnyRow[]> {
  const values = new Values();
  const conditions = conditionsIn(where);
  const clauses = conditions.map((clause) => clauseOf(clause, values));
  const key = snake(table.key);
  const place = page && inDivisions(key, conditions, page, values);
  const all = [...clauses, ...(place?.beyond ?? [])];
  const text =
    `select ${selected(table)} from ${snake(table.name)}` +
    (all.length === 0 ? "" : ` where ${all.join(" and ")}`) +
    (place === undefined ? "" : ` order by ${place.by}`) +
    ` limit ${values.add(page?.take ?? 1)}`;
  return statementsOf(context).rows(text, values.list);
}
