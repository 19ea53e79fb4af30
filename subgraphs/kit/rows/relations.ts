import { anyType, type AnyBuilder } from "../builder/builder-types.ts";
import { COLUMN } from "../guard/own-firm.ts";
import type { SubgraphContext } from "../context.ts";
import type { ItemOption } from "../item.ts";
import type { ColumnOf, Rows, RowType } from "./rows.ts";
import type { AnyRow, Key } from "./tables.ts";

type Many<Row, Value> = readonly [
  type: RowType<Row>,
  column: ColumnOf<Row, Value>,
  description: string,
  item: ItemOption,
];

type One<Row, Target> = readonly [
  type: RowType<Target>,
  column: ColumnOf<Row, Key>,
  description: string,
  item: ItemOption,
];

/** Declarations of a department's relations: one line each. */
export interface Relations {
  /**
   * Gives `parent` a field `name: [Type, column, description, item]` for each relation: the rows of `Type` whose `column`
   * holds the parent's `key`, within the request's row scope, in the order of their primary key.
   */
  readonly hasMany: <Parent, ParentKey extends ColumnOf<Parent, Key>, Children>(
    parent: RowType<Parent>,
    key: ParentKey,
    relations: { readonly [Name in keyof Children]: Many<Children[Name], NonNullable<Parent[ParentKey]>> },
  ) => void;
  /**
   * Gives `type` a field `name: [Target, column, description, item]` for each relation: the one `Target` whose key stands
   * in `column`, null where nothing stands there. A row of this department is loaded; of another department's type only
   * the key is given, and the gateway asks its owner for the rest.
   */
  readonly hasOne: <Row, Targets>(
    type: RowType<Row>,
    relations: { readonly [Name in keyof Targets]: One<Row, Targets[Name]> },
  ) => void;
  /**
   * Lets other departments refer to rows of `type` by its primary key (`@key`, `_entities`).
   * @param supplied fields that `@requires` brings along with the reference, to be kept on the row
   */
  readonly entity: <Row extends object>(type: RowType<Row>, supplied?: (reference: object) => object) => void;
}

/**
 * Declarations over the tables of one department.
 * @param foreignKeys key of each type that another department owns, by the type's name
 */
export function createRelations(
  builder: AnyBuilder,
  rows: Rows<unknown>,
  foreignKeys: ReadonlyMap<string, string>,
): Relations {
  type Find = (key: Key, context: SubgraphContext) => unknown;

  const addField = (
    parent: RowType<unknown>,
    name: string,
    column: string,
    [type, , description, item]: Many<AnyRow, Key>,
    find: Find,
    many: boolean,
  ): void => {
    const child = anyType(type);
    const resolve = (row: AnyRow, _: object, context: SubgraphContext): never => {
      const key = row[column] as Key | null;
      return (key === null ? null : find(key, context)) as never;
    };
    const extensions = many ? {} : { [COLUMN]: column };
    builder.objectField(anyType(parent), name, (t) =>
      many
        ? t.field({ type: [child], nullable: true, description, ...item, resolve })
        : t.field({ type: child, nullable: true, description, ...item, extensions, resolve }),
    );
  };

  /** A row of this department by its key; a reference to a row of another. */
  const findOne = (type: RowType<unknown>, columnType: string | undefined): Find => {
    if (rows.isOwn(type)) {
      const { key, columns } = rows.tableOf(type);
      if (columns.get(key) !== columnType) throw new Error(`Key of ${type.name}: expected a column of its type`);
      const rowOf = rows.rowOf(type);
      return (key, context) => rowOf(context).load(key);
    }
    const field = foreignKeys.get(type.name);
    if (field === undefined) throw new Error(`Type ${type.name} has neither a table nor an owner elsewhere`);
    return (key) => ({ [field]: key });
  };

  return {
    hasMany: (parent, key, relations) => {
      for (const [name, relation] of Object.entries<Many<AnyRow, Key>>(relations as never)) {
        const rowsOf = rows.rowsOf(relation[0], relation[1]);
        addField(parent, name, key, relation, (value, context) => rowsOf(context).load(value), true);
      }
    },
    hasOne: (type, relations) => {
      const { columns } = rows.tableOf(type);
      for (const [name, relation] of Object.entries<Many<AnyRow, Key>>(relations as never)) {
        addField(type, name, relation[1], relation, findOne(relation[0], columns.get(relation[1])), false);
      }
    },
    entity: (type, supplied) => {
      const { key } = rows.tableOf(type);
      const rowOf = rows.rowOf(type);
      builder.asEntity(anyType(type), {
        key: builder.selection<Record<string, Key>>(key as never),
        resolveReference: async (reference, context) => {
          const row = await rowOf(context).load(reference[key] as Key);
          return row && ((supplied ? { ...row, ...supplied(reference) } : row) as AnyRow);
        },
      });
    },
  };
}
