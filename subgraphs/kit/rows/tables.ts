/** Value of a column by which rows are found. */
export type Key = string | number;

/** A row as the kit handles it: values by column. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** A table of the department, as its Prisma schema describes it. */
export interface Table {
  /** Name of the model, and of its type in the graph. */
  readonly name: string;
  /** Column of the primary key. */
  readonly key: string;
  /** Prisma type of each column. */
  readonly columns: ReadonlyMap<string, string>;
  /** Columns that hold a list. */
  readonly lists: ReadonlySet<string>;
  /** False for a table of the whole city: its rows belong to no division, and no row scope narrows them. */
  readonly divided: boolean;
}

interface Datamodel {
  readonly datamodel: { readonly models: Readonly<Record<string, { readonly fields: readonly Field[] }>> };
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly isId: boolean;
  readonly isList: boolean;
}

/** Column of a row's division. */
export const DIVISION = "divisionCode";

/**
 * Tables of a department by the name of their model.
 * @param datamodel the Prisma schema, as the Pothos generator writes it
 * @param cityWide names of the tables without a division
 * @throws when a table has no primary key of one column; when it has no division and is not named as city-wide, because
 *   its rows would pass every row scope
 */
export function tablesOf(datamodel: unknown, cityWide: readonly string[]): ReadonlyMap<string, Table> {
  const tableOf = ([name, { fields }]: readonly [string, { readonly fields: readonly Field[] }]): [string, Table] => {
    const key = fields.find(({ isId }) => isId)?.name;
    if (key === undefined) throw new Error(`Table ${name}: expected a primary key of one column`);
    const columns = new Map(fields.map((field) => [field.name, field.type]));
    const divided = columns.has(DIVISION);
    if (divided === cityWide.includes(name)) {
      throw new Error(`Table ${name}: expected either a column ${DIVISION} or to be named as city-wide`);
    }
    const lists = new Set(fields.flatMap((field) => (field.isList ? [field.name] : [])));
    return [name, { name, key, columns, lists, divided }];
  };
  return new Map(Object.entries((datamodel as Datamodel).datamodel.models).map(tableOf));
}
