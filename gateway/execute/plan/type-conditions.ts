import { type GraphQLSchema, isAbstractType } from "graphql";

/** Tells whether an object with this `__typename` meets one of the type conditions. */
export type TypeTest = (typeName: string) => boolean;

/**
 * Compiles type conditions to one set: the named types themselves and every object type they can be.
 * The names themselves count too, because a subgraph with an interface object answers the interface's name.
 */
export function compileTypeTest(schema: GraphQLSchema, conditions: readonly string[]): TypeTest {
  const accepted = new Set<string>();
  for (const condition of conditions) {
    accepted.add(condition);
    const type = schema.getType(condition);
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type)) accepted.add(possible.name);
    }
  }
  return (typeName) => accepted.has(typeName);
}
