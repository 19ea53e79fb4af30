import { anyType, type AnyBuilder, type AnyType } from "../builder/builder-types.ts";
import { connectionNames, pageOf, type Page, type PageArguments } from "./connection.ts";
import type { SubgraphContext } from "../context.ts";
import { argumentsOf, conditionsOf, type Filters } from "./filters.ts";
import { reveals, type ItemOption } from "../item.ts";
import { assertDivision } from "./national-divisions.ts";
import { rowScope, type Rows, type RowType } from "./rows.ts";
import type { AnyRow } from "./tables.ts";

/** Declarations of a department's entries into the graph: one line each. */
export interface Lists {
  /**
   * Field of `Query`: the rows of `type` in a division, by pages, as a Relay connection: division by division in the order of their codes, and
   * within each in the order of the primary key (in a source by the key alone). Only rows within the field's own row scope are read. Errors: HUB_UNKNOWN_DIVISION, HUB_PAGE_SIZE, HUB_INVALID_CURSOR.
   * @param filters arguments besides `division`, by name
   */
  readonly list: <Row extends { readonly divisionCode: string }>(
    name: string,
    type: RowType<Row>,
    description: string,
    item: ItemOption,
    filters?: Filters<Row>,
  ) => void;
  /** Field of `Query`: the one row of `type` that its argument finds within the field's own row scope, or null. */
  readonly one: <Row>(
    name: string,
    type: RowType<Row>,
    description: string,
    item: ItemOption,
    by: Filters<Row>,
  ) => void;
  /** Field of `Query`: every row of a short, city-wide table, in the order of its primary key. */
  readonly all: <Row>(name: string, type: RowType<Row>, description: string, item: ItemOption) => void;
}

type ListArguments = PageArguments & { readonly division: string };

/**
 * Declarations over the tables of one department. A type has one connection, however many fields list it.
 * @param pages options of each connection and edge
 */
export function createLists(builder: AnyBuilder, rows: Rows<unknown>, pages: object = {}): Lists {
  const connectionFor = connectionsOf(builder, pages);
  const scopeFor =
    (table: Parameters<typeof rowScope>[0], context: SubgraphContext, type: RowType<unknown>) =>
    (column: string): object =>
      rowScope(table, context, `${type.name}.${column}`);
  return {
    list: (name, type, description, item, filters = {}) => {
      const table = rows.tableOf(type);
      const read = async (args: ListArguments, context: SubgraphContext) => {
        assertDivision(args.division);
        const scope = [rowScope(table, context, `Query.${name}`), { divisionCode: { startsWith: args.division } }];
        const asked = conditionsOf(filters, args, scopeFor(table, context, type));
        const where = { AND: [...scope, ...asked] };
        const fetch = (page: Page) => rows.find(table, context, { where, page });
        return pageOf<AnyRow>(name, table.key, args, fetch, table.columns.get(table.key), "asc", rows.listedBy);
      };
      builder.queryField(name, (t) =>
        t.connection(
          {
            type: anyType(type),
            nullable: true,
            description,
            ...item,
            args: {
              division: t.arg({
                type: "DivisionCode",
                required: true,
                description: "区划代码前缀",
                ...reveals(`${type.name}.divisionCode`),
              }),
              ...argumentsOf(builder, type, filters, false),
            },
            resolve: (_, args, context) => read(args, context),
          },
          connectionFor(type),
        ),
      );
    },
    one: (name, type, description, item, by) => {
      const table = rows.tableOf(type);
      builder.queryField(name, (t) =>
        t.field({
          type: anyType(type),
          nullable: true,
          description,
          ...item,
          args: argumentsOf(builder, type, by, true),
          resolve: async (_, args, context) => {
            const asked = conditionsOf(by, args, scopeFor(table, context, type));
            const where = { AND: [...asked, rowScope(table, context, `Query.${name}`)] };
            return (await rows.find(table, context, { where }))[0] ?? null;
          },
        }),
      );
    },
    all: (name, type, description, item) => {
      const table = rows.tableOf(type);
      const everyRow = rows.everyRow(type);
      if (table.divided) throw new Error(`Query.${name}: ${table.name} has divisions and needs a list`);
      builder.queryField(name, (t) =>
        t.field({
          type: [anyType(type)],
          nullable: true,
          description,
          ...item,
          resolve: (_, __, context) => everyRow(context) as Promise<AnyRow[]>,
        }),
      );
    },
  };
}

/** Relay connection and edge of each type, named after the type and created when a list first needs them. */
function connectionsOf(builder: AnyBuilder, pages: object) {
  const create = (type: AnyType) => {
    const [connection, edge] = connectionNames(type.name);
    return builder.connectionObject({ type, ...connection, ...pages }, { ...edge, ...pages });
  };
  const known = new Map<string, ReturnType<typeof create>>();
  return (type: RowType<unknown>): ReturnType<typeof create> => {
    const connection = known.get(type.name) ?? create(anyType(type));
    known.set(type.name, connection);
    return connection;
  };
}
