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
import type { Enforcement, RowRules } from "../enforcement.ts";
import { HIDDEN } from "../run.ts";

/** The response key under which identifiers are fetched for the ledger; callers do not see it. */
export const subjectKey = `${HIDDEN}subject`;

/** The response key under which the division of a row is fetched for the row gate. */
export const divisionKey = `${HIDDEN}division`;

/** The response key under which one of the subjects that a row is about is fetched. */
export const aboutKey = (position: number): string => `${HIDDEN}about${position}`;

/** The parts of an enforcement that add to what is fetched. */
export type Completed = Pick<Enforcement, "observed" | "about" | "rows">;

const named = (value: string) => ({ kind: Kind.NAME, value }) as const;

const typeNameSelection: FieldNode = { kind: Kind.FIELD, name: named("__typename") };

/** The fields of a path, one in the other, the first one under a hidden key. */
const hidden = (key: string, [first = "", ...rest]: readonly string[]): FieldNode => {
  const below = rest.reduceRight<FieldNode | undefined>(
    (inner, name) => ({
      kind: Kind.FIELD,
      name: named(name),
      ...(inner && { selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] } }),
    }),
    undefined,
  );
  return {
    kind: Kind.FIELD,
    alias: named(key),
    name: named(first),
    ...(below && { selectionSet: { kind: Kind.SELECTION_SET, selections: [below] } }),
  };
};

const selectsPlainly = (selections: readonly SelectionNode[], name: string): boolean =>
  selections.some(
    (selection) =>
      selection.kind === Kind.FIELD &&
      selection.name.value === name &&
      selection.alias === undefined &&
      (selection.directives ?? []).length === 0,
  );

/** Where an object stands: the field that leads to it. */
interface Origin {
  readonly parentType: string;
  readonly fieldName: string;
}

/** Whether a selection tells of the row of a type; a fragment elsewhere may. */
const tellsOfRow = (selections: readonly SelectionNode[], typeName: string, rows: RowRules): boolean =>
  selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return rows.isOfRow(typeName, selection.name.value);
    return selection.kind === Kind.FRAGMENT_SPREAD || tellsOfRow(selection.selectionSet.selections, typeName, rows);
  });

/** The division of a row, where the row may lie outside of what is given. */
const missingDivision = (
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  { parentType, fieldName }: Origin,
  rows: RowRules | undefined,
): readonly SelectionNode[] => {
  const name = rows?.divisions.get(type.name);
  if (rows === undefined || name === undefined || type.getFields()[name] === undefined) return [];
  if (!rows.isHome(parentType, fieldName, type.name) && !tellsOfRow(selections, type.name, rows)) return [];
  return [hidden(divisionKey, [name])];
};

/** The identifiers of an object, and of whom it is about, unless they are selected already. */
const missingSubjects = (
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  { observed, about }: Completed,
): readonly SelectionNode[] => {
  const has = (name: string | undefined): name is string => name !== undefined && name in type.getFields();
  const own = observed.get(type.name);
  return [
    ...(has(own) && !selectsPlainly(selections, own) ? [hidden(subjectKey, [own])] : []),
    ...(about?.get(type.name) ?? []).flatMap(({ path }, position) => {
      // A subject that is selected is observed where it stands.
      if (!has(path[0]) || (path.length === 2 && selectsPlainly(selections, path[0]))) return [];
      return [hidden(aboutKey(position), path)];
    }),
  ];
};

/** The same for every type that an abstract one can be, and which of them it is: decisions depend on it. */
const missingOfAbstract = (
  type: GraphQLAbstractType,
  selections: readonly SelectionNode[],
  missingOf: (type: GraphQLObjectType, selections: readonly SelectionNode[]) => readonly SelectionNode[],
  schema: GraphQLSchema,
): readonly SelectionNode[] => {
  const subjects = schema.getPossibleTypes(type).flatMap((possible): readonly SelectionNode[] => {
    const missing = missingOf(possible, []);
    if (missing.length === 0) return [];
    const typeCondition = { kind: Kind.NAMED_TYPE, name: named(possible.name) } as const;
    const selectionSet = { kind: Kind.SELECTION_SET, selections: missing } as const;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }];
  });
  return selectsPlainly(selections, "__typename") ? subjects : [typeNameSelection, ...subjects];
};

/**
 * Adds to the document that is fetched under an enforcement what the writer needs and the caller did not select:
 * the type names of abstract types, whatever identifies the observed objects and their subjects, and the divisions of rows.
 */
export function completePlanned(document: DocumentNode, schema: GraphQLSchema, enforcement: Completed): DocumentNode {
  const types = new TypeInfo(schema);
  const complete = (node: FieldNode) => {
    const { selectionSet } = node;
    const outputType = types.getType();
    if (selectionSet === undefined || !outputType) return undefined;
    const type = getNamedType(outputType);
    const { selections } = selectionSet;
    const origin = { parentType: types.getParentType()?.name ?? "", fieldName: node.name.value };
    const missingOf = (of: GraphQLObjectType, selected: readonly SelectionNode[]) => [
      ...missingSubjects(of, selected, enforcement),
      ...missingDivision(of, selections, origin, enforcement.rows),
    ];
    const missing = isObjectType(type)
      ? missingOf(type, selections)
      : isAbstractType(type)
        ? missingOfAbstract(type, selections, missingOf, schema)
        : [];
    if (missing.length === 0) return undefined;
    return { ...node, selectionSet: { ...selectionSet, selections: selections.concat(missing) } };
  };
  return visit(document, visitWithTypeInfo(types, { Field: { leave: complete } }));
}
