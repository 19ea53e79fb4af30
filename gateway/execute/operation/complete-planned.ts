import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** The response key under which identifiers are fetched for the ledger; callers do not see it. */
export const subjectKey = "_hub_subject";

const typeNameSelection: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

const subjectSelection = (name: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: subjectKey },
  name: { kind: Kind.NAME, value: name },
});

const selectsPlainly = (selections: readonly SelectionNode[], name: string): boolean =>
  selections.some(
    (selection) =>
      selection.kind === Kind.FIELD &&
      selection.name.value === name &&
      selection.alias === undefined &&
      (selection.directives ?? []).length === 0,
  );

/** The identifier of an observed object type, unless it is selected already. */
const missingSubject = (
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  observed: ReadonlyMap<string, string>,
): readonly SelectionNode[] => {
  const name = observed.get(type.name);
  if (name === undefined || type.getFields()[name] === undefined || selectsPlainly(selections, name)) return [];
  return [subjectSelection(name)];
};

/** The same for every type that an abstract one can be, and which of them it is: decisions depend on it. */
const missingOfAbstract = (
  type: GraphQLAbstractType,
  selections: readonly SelectionNode[],
  schema: GraphQLSchema,
  observed: ReadonlyMap<string, string>,
): readonly SelectionNode[] => {
  const subjects = schema.getPossibleTypes(type).flatMap((possible): readonly SelectionNode[] => {
    const missing = missingSubject(possible, [], observed);
    if (missing.length === 0) return [];
    const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: possible.name } } as const;
    const selectionSet = { kind: Kind.SELECTION_SET, selections: missing } as const;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }];
  });
  return selectsPlainly(selections, "__typename") ? subjects : [typeNameSelection, ...subjects];
};

/**
 * Adds to the document that is fetched under an enforcement what the writer needs and the caller did not select:
 * the type names of abstract types, and whatever identifies the observed objects.
 */
export function completePlanned(
  document: DocumentNode,
  schema: GraphQLSchema,
  observed: ReadonlyMap<string, string>,
): DocumentNode {
  const types = new TypeInfo(schema);
  const complete = (node: FieldNode) => {
    const { selectionSet } = node;
    const outputType = types.getType();
    if (selectionSet === undefined || !outputType) return undefined;
    const type = getNamedType(outputType);
    const { selections } = selectionSet;
    const missing = isObjectType(type)
      ? missingSubject(type, selections, observed)
      : isAbstractType(type)
        ? missingOfAbstract(type, selections, schema, observed)
        : [];
    if (missing.length === 0) return undefined;
    return { ...node, selectionSet: { ...selectionSet, selections: selections.concat(missing) } };
  };
  return visit(document, visitWithTypeInfo(types, { Field: { leave: complete } }));
}
