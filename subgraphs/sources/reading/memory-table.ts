import { UNREADABLE } from "../values/translate.ts";
import type { Comparison, Conditions } from "../../kit/rows/conditions.ts";
import type { SourceQuery, SourceRow } from "./reader.ts";

/** Rows of one type that are kept whole, such as those of a file; in the order of their key. */
export interface MemoryTable {
  readonly size: number;
  readonly read: (query: Pick<SourceQuery, "where" | "order" | "take">) => readonly SourceRow[];
}

type Comparable = string | number | bigint | boolean | null;

/** Days and moments compare by their time; what is unreadable compares with nothing. */
const comparable = (value: unknown): Comparable => {
  if (value instanceof Date) return value.getTime();
  return value === UNREADABLE || value === undefined ? null : (value as Comparable);
};

const isBefore = (one: Comparable, other: Comparable): boolean => one !== null && other !== null && one < other;

const holds = (row: SourceRow, { field, compare, value }: Comparison): boolean => {
  const own = comparable(row[field]);
  if (own === null) return false;
  switch (compare) {
    case "equals":
      return own === comparable(value);
    case "in":
      return (value as ReadonlySet<Comparable>).has(own);
    case "startsWith":
      return typeof own === "string" && typeof value === "string" && own.startsWith(value);
    case "gt":
      return isBefore(comparable(value), own);
    case "gte":
      return own === comparable(value) || isBefore(comparable(value), own);
    case "lt":
      return isBefore(own, comparable(value));
  }
};

/** Lists of keys are asked for of every row: as sets. */
const prepared = (where: Conditions): Conditions =>
  where.map((clause) =>
    clause.map((one) =>
      one.compare === "in" ? { ...one, value: new Set((one.value as readonly unknown[]).map(comparable)) } : one,
    ),
  );

/** Rows of a clause that asks for keys alone, by the field's index. */
const keysIn = (where: Conditions): Comparison | undefined =>
  where.flatMap((clause) => (clause.length === 1 ? clause : [])).find(({ compare }) => compare === "in");

/**
 * A table over rows in memory. Fields by which rows are found get an index when they are first asked by.
 * @param key field of the key: its values are unique
 */
export function memoryTable(rows: readonly SourceRow[], key: string): MemoryTable {
  const order = (one: SourceRow, other: SourceRow): number =>
    isBefore(comparable(one[key]), comparable(other[key])) ? -1 : 1;
  const sorted = rows.toSorted(order);
  const indexes = new Map<string, ReadonlyMap<Comparable, readonly SourceRow[]>>();
  const indexOf = (field: string): ReadonlyMap<Comparable, readonly SourceRow[]> => {
    const known = indexes.get(field);
    if (known !== undefined) return known;
    const built = new Map<Comparable, SourceRow[]>();
    for (const row of sorted) {
      const value = comparable(row[field]);
      const found = built.get(value);
      if (found === undefined) built.set(value, [row]);
      else found.push(row);
    }
    indexes.set(field, built);
    return built;
  };
  const candidates = (where: Conditions): readonly SourceRow[] => {
    const asked = keysIn(where);
    if (asked === undefined) return sorted;
    const index = indexOf(asked.field);
    return [...(asked.value as ReadonlySet<Comparable>)].flatMap((value) => index.get(value) ?? []).toSorted(order);
  };
  return {
    size: sorted.length,
    read: ({ where, order: direction, take }) => {
      const asked = prepared(where);
      const found = candidates(asked);
      const read: SourceRow[] = [];
      const [start, step] = direction === "asc" ? [0, 1] : [found.length - 1, -1];
      for (let at = start; at >= 0 && at < found.length && (take === undefined || read.length < take); at += step) {
        const row = found[at];
        if (row !== undefined && asked.every((clause) => clause.some((one) => holds(row, one)))) read.push(row);
      }
      return read;
    },
  };
}
