import type DataLoader from "dataloader";
import { inGridScope, inScope, type SubgraphContext } from "../context.ts";
import { manyLoader, oneLoader, perRequest } from "./loaders.ts";
import { findRows, type RowQuery } from "./find-rows.ts";
import { readAll, readByKeys, readWithinScope } from "./read-rows.ts";
import { DIVISION, type AnyRow, type Key, type Table } from "./tables.ts";

/** A type of the graph whose values have the shape `Row`. */
export interface RowType<Row> {
  readonly name: string;
  readonly $inferType: Row;
}

/** Columns of `Row` that hold a `Value`, nullable ones included. */
export type ColumnOf<Row, Value> = {
  [Column in keyof Row & string]: NonNullable<Row[Column]> extends Value ? Column : never;
}[keyof Row & string];

/** Filter that keeps the rows which a reader of `coordinate`, or of anything in the request, may see. */
export function rowScope(table: Table, context: SubgraphContext, coordinate?: string): object {
  if (!table.divided) return {};
  return table.columns.has("gridCode") ? inGridScope(context, coordinate) : inScope(context, coordinate);
}

type Loader<Found> = (context: SubgraphContext) => DataLoader<Key, Found>;

/** Rows by a unique column: the primary key, or another. */
const loadByUnique = (table: Table, column: string): Loader<AnyRow | null> =>
  oneLoader(readByKeys(table, column), (row) => row[column] as Key);

const loadByColumn = (table: Table, column: string): Loader<AnyRow[]> =>
  manyLoader(readWithinScope(table, column), (row) => row[column] as Key | null);

/** The loaders of a department: one for a table and column, whoever asks, so that equal questions share one statement. */
export interface Rows<Database> {
  /** The table of a type. @throws when the type belongs to another department */
  readonly tableOf: (type: RowType<unknown>) => Table;
  /** Column that orders a list before its key does; undefined: the key alone orders it. */
  readonly listedBy: string | undefined;
  /** Rows of a table as a list asks for them. */
  readonly find: (table: Table, context: SubgraphContext, query: RowQuery) => Promise<readonly AnyRow[]>;
  /** True for a type that has a table here. */
  readonly isOwn: (type: RowType<unknown>) => boolean;
  /**
   * One row by its primary key, null where there is none. It is loaded whatever its division: the guard decides, field by
   * field, how much of it may leave.
   */
  readonly rowOf: <Row>(type: RowType<Row>) => (context: SubgraphContext<Database>) => DataLoader<Key, Row | null>;
  /** One row by another unique column of text, likewise whatever its division. */
  readonly rowBy: <Row>(
    type: RowType<Row>,
    column: ColumnOf<Row, string>,
  ) => (context: SubgraphContext<Database>) => DataLoader<Key, Row | null>;
  /** Every row of a short table, whatever its division, in the order of its primary key; read once for a request. */
  readonly everyRow: <Row>(type: RowType<Row>) => (context: SubgraphContext<Database>) => Promise<Row[]>;
  /** Rows within the request's scope that hold a value in `column`, in the order of their primary key. */
  readonly rowsOf: <Row>(
    type: RowType<Row>,
    column: ColumnOf<Row, Key>,
  ) => (context: SubgraphContext<Database>) => DataLoader<Key, Row[]>;
}

/** Loaders over the tables of one department. Each lives as long as its request: rows never travel between callers. */
export function createRows<Database>(tables: ReadonlyMap<string, Table>): Rows<Database> {
  const known = new Map<string, unknown>();
  const once = <Found>(id: string, create: () => Loader<Found>): Loader<Found> => {
    const loader = (known.get(id) as Loader<Found> | undefined) ?? create();
    known.set(id, loader);
    return loader;
  };
  const tableOf = ({ name }: RowType<unknown>): Table => {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`Type ${name} has no table in this department`);
    return table;
  };
  return {
    tableOf,
    listedBy: DIVISION,
    find: findRows,
    isOwn: ({ name }) => tables.has(name),
    // A loader serves every type of its table; the row's type is the one that Prisma generated for it.
    rowOf: (type) => once(type.name, () => loadByUnique(tableOf(type), tableOf(type).key)) as never,
    rowBy: (type, column) => once(`${type.name} by ${column}`, () => loadByUnique(tableOf(type), column)) as never,
    everyRow: (type) => once(`every ${type.name}`, () => perRequest(readAll(tableOf(type))) as never) as never,
    rowsOf: (type, column) => once(`${type.name}.${column}`, () => loadByColumn(tableOf(type), column)) as never,
  };
}
