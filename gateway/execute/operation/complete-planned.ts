/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- it overflows the stack on the recursive types of graphql-js */
import {
  type ConstDirectiveNode,
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

/** The field that leads to an object. */
interface Origin {
  readonly parentType: string;
  readonly fieldName: string;
}

/** True when a selection tells of the row of a type; a fragment elsewhere may. */
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

/** The same for every type that an abstract one can be; of an interface object, also which of them it is. */
const missingOfAbstract = (
  type: GraphQLAbstractType,
  selections: readonly SelectionNode[],
  missingOf: (type: GraphQLObjectType, selections: readonly SelectionNode[]) => readonly SelectionNode[],
  schema: GraphQLSchema,
  interfaceObjects: ReadonlySet<string>,
): readonly SelectionNode[] => {
  const possibleTypes = schema.getPossibleTypes(type);
  const subjects = possibleTypes.flatMap((possible): readonly SelectionNode[] => {
    const missing = missingOf(possible, []);
    if (missing.length === 0) return [];
    const typeCondition = { kind: Kind.NAMED_TYPE, name: named(possible.name) } as const;
    const selectionSet = { kind: Kind.SELECTION_SET, selections: missing } as const;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }];
  });
  const isTold = possibleTypes.length === 0 || !interfaceObjects.has(type.name);
  return isTold || selectsPlainly(selections, "__typename") ? subjects : [typeNameSelection, ...subjects];
};

/** Names of the interfaces that some subgraph has as an object type (`@interfaceObject`) and cannot tell the types of. */
export function interfaceObjectsOf(supergraph: GraphQLSchema): ReadonlySet<string> {
  const isStated = ({ name, arguments: given = [] }: ConstDirectiveNode): boolean =>
    name.value === "join__type" &&
    given.some(
      ({ name: { value }, value: flag }) => value === "isInterfaceObject" && "value" in flag && flag.value === true,
    );
  const types = Object.values(supergraph.getTypeMap());
  return new Set(types.filter(({ astNode }) => astNode?.directives?.some(isStated)).map(({ name }) => name));
}

/**
 * Adds the type's name to each selection on an abstract type in a fetch of the plan. It is added after planning, as any subgraph
 * can tell it: the planner does not know that it comes with fields that are provided (`@provides`), and would go elsewhere for it.
 * An interface object's is asked for before, since another subgraph has to tell it.
 */
export function withTypeNames(
  fetch: DocumentNode,
  supergraph: GraphQLSchema,
  interfaceObjects: ReadonlySet<string>,
): DocumentNode {
  const types = new TypeInfo(supergraph);
  const complete = (node: FieldNode) => {
    const type = getNamedType(types.getType());
    if (!node.selectionSet || !isAbstractType(type) || interfaceObjects.has(type.name)) return undefined;
    const { selections } = node.selectionSet;
    if (selectsPlainly(selections, "__typename")) return undefined;
    return { ...node, selectionSet: { ...node.selectionSet, selections: [typeNameSelection, ...selections] } };
  };
  return visit(fetch, visitWithTypeInfo(types, { Field: { leave: complete } }));
}

/**
 * Adds to the document that is planned under an enforcement what the writer needs and the caller did not select: whatever
 * identifies the observed objects and their subjects, the divisions of rows, and the type names of interface objects.
 */
export function completePlanned(
  document: DocumentNode,
  schema: GraphQLSchema,
  enforcement: Completed,
  interfaceObjects: ReadonlySet<string>,
): DocumentNode {
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
        ? missingOfAbstract(type, selections, missingOf, schema, interfaceObjects)
        : [];
    if (missing.length === 0) return undefined;
    return { ...node, selectionSet: { ...selectionSet, selections: selections.concat(missing) } };
  };
  return visit(document, visitWithTypeInfo(types, { Field: { leave: complete } }));
}
