import type { Cell } from "../load/cell.ts";

/** A table to fill: its columns, and whether its rows are numbered by the loader (column `id`, from 1 upwards). */
export interface Table<Column extends string = string> {
  readonly numbered: boolean;
  readonly columns: readonly Column[];
}

/** A table whose first column `id` the loader fills. */
export const numbered = <const Column extends string>(...columns: readonly Column[]): Table<Column> => ({
  numbered: true,
  columns,
});

/** A table that brings its own key. */
export const keyed = <const Column extends string>(...columns: readonly Column[]): Table<Column> => ({
  numbered: false,
  columns,
});

/** One row: exactly the table's columns, the loader's number left out. */
export type Row<T> = T extends Table<infer Column> ? Readonly<Record<Column, Cell>> : never;
