import { type ConstDirectiveNode, type GraphQLSchema, Kind, parse } from "graphql";

const keyOf = (directive: ConstDirectiveNode): string | undefined => {
  const value = directive.arguments?.find((argument) => argument.name.value === "key")?.value;
  return directive.name.value === "join__type" && value?.kind === Kind.STRING ? value.value : undefined;
};

const topLevelNames = (key: string): readonly string[] => {
  const [definition] = parse(`{${key}}`, { noLocation: true }).definitions;
  const selections = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
};

/** The fields of a type that any of its keys is made of, in any subgraph: without a value they identify nothing. */
export const keyFields = (schema: GraphQLSchema, typeName: string): ReadonlySet<string> => {
  const directives = schema.getType(typeName)?.astNode?.directives ?? [];
  return new Set(directives.flatMap((directive) => topLevelNames(keyOf(directive) ?? "__typename")));
};
