import { isObjectType, type GraphQLField, type GraphQLResolveInfo, type GraphQLSchema } from "graphql";
import type { SubgraphContext } from "../context.ts";

type Resolve<Context> = (parent: unknown, args: unknown, context: Context, info: GraphQLResolveInfo) => unknown;

/** What stands before a field's resolver. */
export type Middleware<Context = SubgraphContext> = (
  resolve: Resolve<Context>,
  ...given: Parameters<Resolve<Context>>
) => unknown;

/** Values by type and field, as graphql-middleware and graphql-shield take them. */
export type ByField<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** The same of values by coordinate `Type.field`. */
export function byField<Value>(values: Iterable<readonly [coordinate: string, value: Value]>): ByField<Value> {
  const found: Record<string, Record<string, Value>> = {};
  for (const [coordinate, value] of values) {
    const [typeName = "", fieldName = ""] = coordinate.split(".");
    (found[typeName] ??= {})[fieldName] = value;
  }
  return found;
}

/** The field of that coordinate. @throws when the schema has none */
export function fieldAt(schema: GraphQLSchema, coordinate: string): GraphQLField<unknown, unknown> {
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) throw new Error(`No field ${coordinate}`);
  return field;
}
