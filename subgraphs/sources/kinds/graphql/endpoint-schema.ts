import {
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";

/** A type of an endpoint is whatever `graphql` made of its schema: it is told apart here, and nowhere compared. */

type Fields = GraphQLObjectType | GraphQLInterfaceType;

type Argument = GraphQLField<unknown, unknown>["args"][number];

/** The type itself, whether it may be null or not. */
export const nullableOf = (type: unknown): unknown => (isNonNullType(type) ? (type.ofType as unknown) : type);

/** A type that has fields; undefined for a value, a list and a union. */
export function fieldsOf(type: unknown): Fields | undefined {
  const own = nullableOf(type);
  return isObjectType(own) || isInterfaceType(own) ? own : undefined;
}

/** What a list is of; undefined for what is no list. */
export function itemsOf(type: unknown): unknown {
  const own = nullableOf(type);
  return isListType(own) ? (own.ofType as unknown) : undefined;
}

/** A field of Query. */
export function entryOf(schema: GraphQLSchema, from: string): GraphQLField<unknown, unknown> | undefined {
  return schema.getQueryType()?.getFields()[from];
}

/** Whether an argument has to be given. */
export function isDemanded({ type, defaultValue }: Pick<Argument, "type" | "defaultValue">): boolean {
  return isNonNullType(type as unknown) && defaultValue === undefined;
}

/** The type at names with dots between them; undefined where there is no such field, or it cannot be asked without arguments. */
export function typeAt(type: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((within, name) => {
    const field = fieldsOf(within)?.getFields()[name];
    return field === undefined || field.args.some(isDemanded) ? undefined : field.type;
  }, type);
}

/** Type of the rows with which a field answers, in a list at `rows`; undefined where there is none. */
export function rowsAt(type: unknown, rows: string | undefined): Fields | undefined {
  return fieldsOf(itemsOf(rows === undefined ? type : typeAt(type, rows)));
}

/** Whether a type is a single value, which a column can be. */
export function isValue(type: unknown): boolean {
  return isLeafType(nullableOf(type));
}
