import { at, textOf } from "../../reading/requested/answered-rows.ts";
import { UNREADABLE } from "../../values/translate.ts";
import { SAMPLED_ROWS, valuesAt, type SampledTable } from "../sample.ts";
import { columnsIn, listsIn, type Shape } from "./shape.ts";

/** The shape of an answer, of which every number is a text: of a list, that of its first rows together. */
export function shapeOf(answer: unknown): Shape {
  if (Array.isArray(answer))
    return { kind: "list", items: answer.slice(0, SAMPLED_ROWS).map(shapeOf).reduce(merged, NOTHING) };
  if (typeof answer !== "object" || answer === null) return NOTHING;
  return { kind: "object", properties: new Map(Object.entries(answer).map(([name, value]) => [name, shapeOf(value)])) };
}

/** A value of which nothing is known, such as null: whatever else stands there says more. */
const NOTHING: Shape = { kind: "value" };

const merged = (one: Shape, other: Shape): Shape => {
  if (one.kind === "value") return other;
  if (other.kind !== one.kind) return one;
  if (one.kind === "list" && other.kind === "list") return { kind: "list", items: merged(one.items, other.items) };
  if (one.kind !== "object" || other.kind !== "object") return one;
  const names = new Set([...one.properties.keys(), ...other.properties.keys()]);
  const properties = [...names].map((name): [string, Shape] => [
    name,
    merged(one.properties.get(name) ?? NOTHING, other.properties.get(name) ?? NOTHING),
  ]);
  return { kind: "object", properties: new Map(properties) };
};

/** The table with the rows that an answer has of it; the table as it is where the answer has none. */
export function withRows(table: SampledTable, answer: unknown, single: boolean): SampledTable {
  const path = table.requests?.["rows"];
  const found = typeof path === "string" ? at(answer, path) : answer;
  const list: unknown =
    single && typeof found === "object" && found !== null && !Array.isArray(found) ? [found] : found;
  if (!Array.isArray(list) || list.length === 0) return table;
  const rows: readonly unknown[] = list.slice(0, SAMPLED_ROWS);
  const textAt = (row: unknown, column: string): string | undefined => {
    const text = textOf(at(row, column));
    return text === UNREADABLE ? undefined : (text ?? undefined);
  };
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, values: valuesAt(rows, (row) => textAt(row, column.name)) })),
  };
}

/** The table with the columns and rows of an answer: what stands there, whatever a description says. */
export function shownRows(table: SampledTable, answer: unknown, single: boolean): SampledTable {
  const path = table.requests?.["rows"];
  const found = listsIn(shapeOf(answer)).find((list) => list.path === path);
  const alone = single && typeof path === "string" ? shapeOf(at(answer, path)) : undefined;
  const row = found?.row ?? (alone?.kind === "object" ? alone : undefined);
  return row === undefined ? table : withRows({ ...table, columns: columnsIn(row, undefined, []) }, answer, single);
}

/** The table of a system that did not show its rows: why, by a code alone. */
export function withoutRows(table: SampledTable, error: unknown): SampledTable {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return { ...table, left: [...(table.left ?? []), `未取得样本（${code}）：只见到系统说明`] };
}
