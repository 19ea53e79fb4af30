import {
  type DefinitionNode,
  extendSchema,
  type GraphQLSchema,
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  type TypeNode,
} from "graphql";
import type { EventType } from "./hub-event.ts";

const fieldOf = ({ name, tells }: EventType, rowType: string): string => {
  const type = rowType.replace(/!$/, "");
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
  const fields = [...types].map((type) => {
    const entry = schema.getQueryType()?.getFields()[type.entry];
    if (entry === undefined) throw new Error(`Query.${type.entry} is not there`);
    return fieldOf(type, entry.type.toString());
  });
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

type Named = ReadonlyMap<string, DefinitionNode>;

const byName = (definitions: readonly DefinitionNode[]): Named =>
  new Map(
    definitions.flatMap((node): [string, DefinitionNode][] =>
      isTypeDefinitionNode(node) ? [[node.name.value, node]] : [],
    ),
  );

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const fieldsOf = (node: DefinitionNode | undefined) =>
  node?.kind === Kind.OBJECT_TYPE_DEFINITION || node?.kind === Kind.INTERFACE_TYPE_DEFINITION
    ? (node.fields ?? [])
    : [];

/** Names of the types that a row's type leads to, itself among them. */
const leadsTo = (named: Named, from: string): ReadonlySet<string> => {
  const reached = new Set([from]);
  for (const name of reached) {
    const node = named.get(name);
    for (const { type } of fieldsOf(node)) reached.add(nameOf(type));
    if (node?.kind === Kind.UNION_TYPE_DEFINITION) for (const one of node.types ?? []) reached.add(nameOf(one));
    if (node?.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const one of named.values())
        if (one.kind === Kind.OBJECT_TYPE_DEFINITION && one.interfaces?.some((each) => each.name.value === name))
          reached.add(one.name.value);
  }
  return reached;
};

/**
 * The type `Subscription` of an app whose own schema this is, as SDL: the kinds of events of which it is given the entry and, by way of
 * that, the field that has changed. Empty where there is none.
 */
export function subscriptionsIn(sdl: string, types: Iterable<EventType>): string {
  const { definitions } = parse(sdl, { noLocation: true });
  const named = byName(definitions);
  const fields = [...types].flatMap((type) => {
    const entry = fieldsOf(named.get("Query")).find(({ name }) => name.value === type.entry);
    const [typeName = "", field] = type.tells.split(".");
    const isGiven = fieldsOf(named.get(typeName)).some(({ name }) => name.value === field);
    if (entry === undefined || !isGiven || !leadsTo(named, nameOf(entry.type)).has(typeName)) return [];
    return [fieldOf(type, print(entry.type))];
  });
  return fields.length === 0 ? "" : `\n${print(parse(`type Subscription {${fields.join("")}\n}`))}\n`;
}
