import type { SourceDescription, SourceField, SourceType } from "../description/source-description.ts";
import type { SampledColumn, SampledTable } from "../joining/sample.ts";
import { translationOf, UNREADABLE } from "../values/translate.ts";

/** What a system has otherwise than the description of one type says. */
export interface TypeDrift {
  readonly type: string;
  /** Shared and unshared fields whose column is not there. */
  readonly gone: readonly string[];
  /** Columns that the description does not name. */
  readonly added: readonly SampledColumn[];
  /** Codes that an enum does not have and that several rows share. */
  readonly codes: readonly { readonly field: string; readonly enum: string; readonly codes: readonly string[] }[];
  /** Fields with values that their form does not read, and the share of these, from 0 to 1. */
  readonly unread: readonly { readonly field: string; readonly share: number }[];
  /** Whether rows or their divisions cannot be told any more. */
  readonly isLost: boolean;
}

/** Rows that have to have a code before it is written down: what fewer have may be somebody's. */
const ROWS_OF_CODE = 3;

const valuesOf = ({ values }: SampledColumn): readonly string[] => values.filter((value) => value !== null);

const unreadIn = (
  column: SampledColumn,
  field: SourceField,
  { enums, timeZone }: SourceDescription,
): readonly string[] => {
  const translate = translationOf(field, { enums, timeZone, pseudonymKey: "a sample is not kept" });
  return valuesOf(column).filter((value) => translate(value) === UNREADABLE);
};

const repeated = (values: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].flatMap(([value, rows]) => (rows >= ROWS_OF_CODE && value.length <= 20 ? [value] : [])).toSorted();
};

/**
 * Compares a type with what its system shows now. Nothing of the values is in what comes back but codes that several rows have. Pure.
 */
export function compareSample(
  name: string,
  type: SourceType,
  table: SampledTable,
  description: SourceDescription,
): TypeDrift {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const { fields, division, asOf, key } = type;
  const gone = [...fields].flatMap(([field, { column }]) => (columns.has(column) ? [] : [field]));
  const named = new Set([...[...fields.values()].map(({ column }) => column), division.column, asOf]);
  const read = [...fields].flatMap(([field, stated]) => {
    const column = columns.get(stated.column);
    if (column === undefined) return [];
    const values = unreadIn(column, stated, description);
    return values.length === 0 ? [] : [{ field, stated, values, share: values.length / valuesOf(column).length }];
  });
  const isDivisionGone = division.column !== undefined && !columns.has(division.column);
  return {
    type: name,
    gone,
    added: table.columns.filter((column) => !named.has(column.name)),
    codes: read.flatMap(({ field, stated, values }) => {
      const codes = description.enums.has(stated.type) ? repeated(values) : [];
      return codes.length === 0 ? [] : [{ field, enum: stated.type, codes }];
    }),
    unread: read.map(({ field, share }) => ({ field, share })),
    isLost: gone.includes(key) || isDivisionGone,
  };
}
