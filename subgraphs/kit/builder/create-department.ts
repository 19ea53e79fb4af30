import type { AnyBuilder } from "./builder-types.ts";
import { createBuilder } from "./create-builder.ts";
import { createLists, type Lists } from "../rows/lists.ts";
import { describesReferences, type ReceivedField, type ReferenceName } from "../references.ts";
import { createRelations, type Relations } from "../rows/relations.ts";
import { createRows, type Rows } from "../rows/rows.ts";
import { tablesOf } from "../rows/tables.ts";

/**
 * Everything with which a department declares its graph: the builder for its types, and one-line declarations for
 * relations, references and lists.
 * @param datamodel the Prisma schema, as the Pothos generator writes it
 * @param cityWide tables whose rows belong to no division, so that no row scope narrows them
 * @throws when a table has no division and is not named there
 */
export function createDepartment<Database, PrismaTypes extends object>(
  datamodel: { readonly datamodel: unknown },
  cityWide: readonly (keyof PrismaTypes & string)[] = [],
) {
  const builder = createBuilder<Database, PrismaTypes>(datamodel);
  const rows: Rows<Database> = createRows(tablesOf(datamodel, cityWide));
  const { rowOf, rowBy, rowsOf, everyRow } = rows;
  return { builder, rowOf, rowBy, rowsOf, everyRow, ...declaring(builder, rows as Rows<unknown>) };
}

type Builder<Database, PrismaTypes extends object> = ReturnType<typeof createBuilder<Database, PrismaTypes>>;

/**
 * The declarations over any rows, whatever reads them.
 * @param pages options of each connection and edge, such as whose they are where no department serves them
 */
export function declaring<Database, PrismaTypes extends object>(
  builder: Builder<Database, PrismaTypes>,
  rows: Rows<unknown>,
  pages: object = {},
) {
  const foreignKeys = new Map<string, string>();
  // The declarations check their columns themselves; which department's builder it is makes no difference to them.
  const anyBuilder = builder as unknown as AnyBuilder;
  const describe = describesReferences(anyBuilder);
  /**
   * A type that another department owns and this one knows by its key (the owner's `@key` of one field), and by the fields
   * that the gateway brings along for `@requires`.
   */
  const foreign = <const Name extends ReferenceName, const Key extends ReceivedField<Name>>(
    name: Name,
    key: Key,
    ...fields: readonly ReceivedField<Name>[]
  ) => {
    foreignKeys.set(name, key);
    const ref = builder.externalRef(name, builder.selection<Readonly<Record<Key, string>>>(key as never));
    describe(ref, name, [key, ...fields]);
    return ref;
  };
  /** A type that comes only inside what `@requires` brings along; `Shape` is what a resolver finds there. */
  const received = <Shape extends object, const Name extends ReferenceName = ReferenceName>(
    name: Name,
    ...fields: readonly ReceivedField<Name>[]
  ) => {
    const ref = builder.externalRef<never, Shape>(name);
    describe(ref, name, fields);
    return ref;
  };
  const relations: Relations = createRelations(anyBuilder, rows, foreignKeys);
  const lists: Lists = createLists(anyBuilder, rows, pages);
  return { foreign, received, ...relations, ...lists };
}
