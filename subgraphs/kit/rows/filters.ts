import type { AnyBuilder } from "../builder/builder-types.ts";
import { reveals } from "../item.ts";
import type { RowType } from "./rows.ts";

/** Scalars that a filter may ask with, and the column values that they stand for. */
interface ScalarValues {
  ID: string;
  Int: number;
  Date: Date;
  YearMonth: string;
  CitizenNumber: string;
  CreditCode: string;
}

type FilterType = keyof ScalarValues | RowType<unknown>;

type ValueOf<Type> = Type extends keyof ScalarValues
  ? ScalarValues[Type]
  : Type extends RowType<infer Value>
    ? Value
    : never;

/**
 * An argument that narrows a list, or finds one row: rows whose `column` compares with it. Asking with it is reading the
 * column, so it is always tied to the column's own coordinate (`@reveals`).
 */
export interface Filter<Column extends string = string, Value = unknown> {
  readonly column: Column;
  readonly type: FilterType;
  readonly compare: "equals" | "gte";
  readonly description: string;
  /** The column's value for an argument's, where it is another; undefined: no row has it. */
  readonly read?: (value: string) => unknown;
  /** Never there: for the compiler, which compares it with the column's own type. */
  readonly value?: Value;
}

type FilterOf<Row> = { [Column in keyof Row & string]: Filter<Column, NonNullable<Row[Column]>> }[keyof Row & string];

type Declare = <const Column extends string, const Type extends FilterType>(
  column: Column,
  type: Type,
  description: string,
) => Filter<Column, ValueOf<Type>>;

const comparing =
  (compare: Filter["compare"]): Declare =>
  (column, type, description) => ({ column, type, compare, description });

/** Filter for rows whose `column` is the argument. */
export const equal: Declare = comparing("equals");

const LARGEST = 2_147_483_647;

/** Filter for the row whose `column`, an integer, is the id that is given; an id that is no such number finds nothing. */
export const numbered = <const Column extends string>(column: Column, description: string): Filter<Column, number> => ({
  column,
  type: "ID",
  compare: "equals",
  description,
  read: (id) => (/^\d{1,10}$/.test(id) && Number(id) <= LARGEST ? Number(id) : undefined),
});

/** Filter for rows whose `column` is the argument or later. */
export const notBefore: Declare = comparing("gte");

/** Filters of one field by the names of their arguments; a column that `Row` does not have is a compile error. */
export type Filters<Row> = Readonly<Record<string, FilterOf<Row>>>;

const entriesOf = (filters: object): readonly (readonly [string, Filter])[] => Object.entries(filters);

/** Arguments of a field that reads rows of `type`. */
export function argumentsOf(builder: AnyBuilder, type: RowType<unknown>, filters: object, required: boolean) {
  return builder.args((t) =>
    Object.fromEntries(
      entriesOf(filters).map(([name, filter]) => [
        name,
        // Scalars by name and enums by reference are equally good to Pothos; its types want one of them.
        t.field({
          type: filter.type as "ID",
          required,
          description: filter.description,
          ...reveals(`${type.name}.${filter.column}`),
        }),
      ]),
    ),
  );
}

/**
 * Conditions of the arguments that were given, in the words of Prisma.
 * @param scopeFor rows within which a column may be read: no other row is compared with an argument
 */
export function conditionsOf(filters: object, args: object, scopeFor: (column: string) => object): readonly object[] {
  const values = new Map<string, unknown>(Object.entries(args));
  return entriesOf(filters).flatMap(([name, { column, compare, read }]) => {
    const value = values.get(name) ?? null;
    if (value === null) return [];
    const compared = read === undefined ? value : read(value as string);
    // Prisma takes what is undefined for no condition at all.
    return [
      compared === undefined ? { [column]: { in: [] } } : { [column]: { [compare]: compared } },
      scopeFor(column),
    ];
  });
}
