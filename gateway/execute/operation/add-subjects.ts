import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
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

const fieldSelection = (name: string): FieldNode => ({
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

/** The selections that fetch the identifier of every observed type that an object of this type can be. */
const missingSelections = (
  type: GraphQLNamedType | undefined,
  selections: readonly SelectionNode[],
  schema: GraphQLSchema,
  observed: ReadonlyMap<string, string>,
): readonly SelectionNode[] => {
  if (isObjectType(type)) {
    const name = observed.get(type.name);
    if (name === undefined || type.getFields()[name] === undefined || selectsPlainly(selections, name)) return [];
    return [fieldSelection(name)];
  }
  if (!isAbstractType(type)) return [];
  return schema.getPossibleTypes(type).flatMap((possible): readonly SelectionNode[] => {
    const missing = missingSelections(possible, [], schema, observed);
    if (missing.length === 0) return [];
    const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: possible.name } } as const;
    const selectionSet = { kind: Kind.SELECTION_SET, selections: missing } as const;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }];
  });
};

/** Adds to the document that is fetched whatever identifies the observed objects and was not selected by the caller. */
export const addSubjects = (
  document: DocumentNode,
  schema: GraphQLSchema,
  observed: ReadonlyMap<string, string>,
): DocumentNode => {
  if (observed.size === 0) return document;
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        leave: (node) => {
          const { selectionSet } = node;
          const type = types.getType();
          if (selectionSet === undefined || !type) return undefined;
          const missing = missingSelections(getNamedType(type), selectionSet.selections, schema, observed);
          if (missing.length === 0) return undefined;
          return { ...node, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, ...missing] } };
        },
      },
    }),
  );
};
