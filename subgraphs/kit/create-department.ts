import type { AnyBuilder } from "./builder/builder-types.ts";
import { createBuilder } from "./builder/create-builder.ts";
import { createLists, type Lists } from "./lists.ts";
import { createRelations, type Relations } from "./relations.ts";
import { createRows, tablesOf, type Rows } from "./rows.ts";

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
  const foreignKeys = new Map<string, string>();
  /** A type that another department owns and this one knows by its key: the owner's `@key` of one field. */
  const foreign = <const Field extends string>(name: string, key: Field) => {
    foreignKeys.set(name, key);
    return builder.externalRef(name, builder.selection<Readonly<Record<Field, string>>>(key as never));
  };
  // The declarations check their columns themselves; which department's builder it is makes no difference to them.
  const anyBuilder = builder as unknown as AnyBuilder;
  const relations: Relations = createRelations(anyBuilder, rows as Rows<unknown>, foreignKeys);
  const lists: Lists = createLists(anyBuilder, rows as Rows<unknown>);
  return { builder, foreign, rowOf: rows.rowOf, rowsOf: rows.rowsOf, ...relations, ...lists };
}
