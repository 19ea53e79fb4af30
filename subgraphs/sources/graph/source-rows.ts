import { allowanceSomewhere } from "../../../schema/envelope/allowance.ts";
import type { QualityEvidence } from "../../../schema/envelope/quality.ts";
import type { SubgraphContext } from "../../kit/context.ts";
import { manyLoader, oneLoader } from "../../kit/rows/loaders.ts";
import type { Rows, RowType } from "../../kit/rows/rows.ts";
import { rowScope } from "../../kit/rows/rows.ts";
import type { AnyRow, Key, Table } from "../../kit/rows/tables.ts";
import { REFERRED, type SourceType } from "../description/source-description.ts";
import { conditionsIn } from "../../kit/rows/conditions.ts";
import type { Drifted, Reader, SourceQuery } from "../reading/reader.ts";

/** What a request of a source finds as its database. */
export interface SourceDatabase {
  readonly reader: Reader;
  readonly drifted: Drifted;
  readonly isThere: () => Promise<boolean>;
  readonly evidence?: () => Promise<QualityEvidence>;
  readonly $disconnect: () => Promise<void>;
}

type Types = ReadonlyMap<string, SourceType>;

/** A type of a source as the kit's declarations see a table. */
const tableOfType = (name: string, { key, fields, division }: SourceType): Table => {
  const columns = new Map([...fields].map(([field, { type }]) => [field, type === "Int" ? "Int" : "String"]));
  const divided = division.column !== undefined;
  if (divided) columns.set("divisionCode", "String");
  return { name, key, columns, lists: new Set(), divided };
};

/**
 * Fields that a request needs of a type: what its envelope names, the key, and whom the row is about, by which the guard decides. A column that
 * nobody may see is not read at all.
 */
const neededOf = (name: string, { key, fields }: SourceType, { envelope }: SubgraphContext): ReadonlySet<string> => {
  const isNeeded = (field: string, type: string): boolean =>
    field === key ||
    Object.hasOwn(REFERRED, type) ||
    envelope === undefined ||
    allowanceSomewhere(envelope, `${name}.${field}`) !== undefined;
  const shared = [...fields].filter(([, { share }]) => share !== undefined && share !== "NOT_SHARED");
  return new Set(shared.filter(([field, { type }]) => isNeeded(field, type)).map(([field]) => field));
};

type Loader<Found> = (context: SubgraphContext) => { readonly load: (key: Key) => Promise<Found> };

/** The kit's rows, read from an old system. Each loader lives as long as its request. */
export function createSourceRows(types: Types): Rows<unknown> {
  const tables = new Map([...types].map(([name, type]) => [name, tableOfType(name, type)]));
  const typeOf = (name: string): SourceType => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`Type ${name} is none of this source`);
    return type;
  };
  const read = (name: string, context: SubgraphContext, where: object, rest: Partial<SourceQuery> = {}) => {
    const query = { type: name, fields: neededOf(name, typeOf(name), context), where: conditionsIn(where) };
    const { reader } = context.database as SourceDatabase;
    return reader.read({ ...query, order: "asc", take: undefined, ...rest }) as Promise<AnyRow[]>;
  };
  const loaders = new Map<string, unknown>();
  const once = <Found>(id: string, create: () => Loader<Found>): Loader<Found> => {
    const loader = (loaders.get(id) as Loader<Found> | undefined) ?? create();
    loaders.set(id, loader);
    return loader;
  };
  const byUnique = (name: string, field: string): Loader<AnyRow | null> =>
    oneLoader(
      (keys: Key[], context) => read(name, context, { [field]: { in: keys } }),
      (row) => row[field] as Key,
    );
  const byField = (table: Table, field: string): Loader<AnyRow[]> =>
    manyLoader(
      (keys: Key[], context) =>
        read(table.name, context, { AND: [{ [field]: { in: keys } }, rowScope(table, context)] }),
      (row) => row[field] as Key | null,
    );
  const tableOf = ({ name }: RowType<unknown>): Table => tables.get(name) ?? tableOfType(name, typeOf(name));
  return {
    tableOf,
    isOwn: ({ name }) => types.has(name),
    listedBy: undefined,
    find: (table, context, { where, page }) =>
      read(table.name, context, page === undefined ? where : { AND: [where, page.where] }, {
        order: page?.order ?? "asc",
        take: page?.take ?? 1,
      }),
    rowOf: ({ name }) => once(name, () => byUnique(name, typeOf(name).key)) as never,
    rowBy: ({ name }, column) => once(`${name} by ${column}`, () => byUnique(name, column)) as never,
    rowsOf: (type, column) => once(`${type.name}.${column}`, () => byField(tableOf(type), column)) as never,
    everyRow: ({ name }) => ((context: SubgraphContext) => read(name, context, {})) as never,
  };
}
