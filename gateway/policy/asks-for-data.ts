import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from "graphql";

import { fragmentsOf } from "./operation-of.ts";

const known = new WeakMap<OperationDefinitionNode, boolean>();

const asks = (document: DocumentNode, operation: OperationDefinitionNode): boolean => {
  const fragments = fragmentsOf(document);
  const visited = new Set<string>();
  const inSet = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith("__");
      if (selection.kind === Kind.INLINE_FRAGMENT) return inSet(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      if (!fragment || visited.has(selection.name.value)) return false;
      visited.add(selection.name.value);
      return inSet(fragment.selectionSet);
    });
  return inSet(operation.selectionSet);
};

/** Whether an operation asks for anything but the schema itself: only then a caller and a purpose are demanded. */
export const asksForData = (document: DocumentNode, operation: OperationDefinitionNode): boolean => {
  const before = known.get(operation);
  if (before !== undefined) return before;
  const answer = asks(document, operation);
  known.set(operation, answer);
  return answer;
};
