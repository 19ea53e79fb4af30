import { Kind, parse, type SelectionSetNode } from "graphql";

import { namedTypeOf, type TypeIndex } from "./type-index.ts";

const collect = (index: TypeIndex, typeName: string, selections: SelectionSetNode, into: Set<string>): void => {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue; // a field set holds no named fragments
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(index, selection.typeCondition?.name.value ?? typeName, selection.selectionSet, into);
      continue;
    }
    if (selection.name.value === "__typename") continue;
    for (const concrete of index.possibleTypes.get(typeName) ?? [typeName]) {
      into.add(`${concrete}.${selection.name.value}`);
      const field = index.types.get(concrete)?.fields.get(selection.name.value);
      if (field && selection.selectionSet) collect(index, namedTypeOf(field.type), selection.selectionSet, into);
    }
  }
};

/**
 * Concrete coordinates that a federation field set (`"id owner { id }"`) reads on a type, nested ones and every possible
 * type of an interface included. A field that does not exist still yields its coordinate, so that nothing is overlooked.
 */
export const coordinatesOfFieldSet = (index: TypeIndex, typeName: string, fieldSet: string): readonly string[] => {
  const coordinates = new Set<string>();
  const text = fieldSet.trim().replace(/^\{([\s\S]*)\}$/, "$1");
  if (text.trim() === "") return [];
  const operation = parse(`{${text}}`, { noLocation: true }).definitions[0];
  if (operation?.kind === Kind.OPERATION_DEFINITION) collect(index, typeName, operation.selectionSet, coordinates);
  return [...coordinates];
};
