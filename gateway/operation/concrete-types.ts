import {
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from "graphql";

/** A type whose objects have fields of its own name: an object type, or an interface that no type of the graph implements. */
export type FieldType = GraphQLObjectType | GraphQLInterfaceType;

/** True for an object type and for an interface. */
export function hasFields(type: GraphQLNamedType | undefined | null): type is FieldType {
  return isObjectType(type) || isInterfaceType(type);
}

/**
 * The types that a value of a composite type can have. An interface without implementors stands for itself: a department that
 * has it as an interface object answers its name, and every decision MUST fall on its own fields.
 */
export function concreteTypes(schema: GraphQLSchema, type: GraphQLCompositeType): readonly FieldType[] {
  if (isObjectType(type)) return [type];
  const possible = schema.getPossibleTypes(type);
  return possible.length === 0 && isInterfaceType(type) ? [type] : possible;
}
