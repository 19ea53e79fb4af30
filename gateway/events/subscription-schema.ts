import { extendSchema, type GraphQLSchema, parse } from "graphql";
import type { EventType } from "./hub-event.ts";

const fieldOf = (schema: GraphQLSchema, { name, entry, tells }: EventType): string => {
  const field = schema.getQueryType()?.getFields()[entry];
  if (field === undefined) throw new Error(`Query.${entry} is not there`);
  const type = field.type.toString().replace(/!$/, "");
  return `
  """
  ${tells} 变化时，按当时的授权重新取得该条记录；须选取该字段，取不到它即不知有此事件
  """
  ${name}(
    """
    只要该键的记录
    """
    key: ID
    """
    只要该区划（代码前缀）内的记录
    """
    division: ID
  ): ${type}`;
};

/** The schema with a field of `Subscription` for each kind of event; the same where there is none, or a `Subscription` already. */
export function withSubscriptions(schema: GraphQLSchema, types: Iterable<EventType>): GraphQLSchema {
  const fields = [...types].map((type) => fieldOf(schema, type));
  if (fields.length === 0 || schema.getType("Subscription") !== undefined) return schema;
  return extendSchema(
    schema,
    parse(`type Subscription {${fields.join("")}\n}\nextend schema { subscription: Subscription }`),
    {
      assumeValid: true,
      assumeValidSDL: true,
    },
  );
}
