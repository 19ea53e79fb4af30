import {
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from "graphql";

import type { Filtered } from "./filter-operation.ts";
import type { Operation } from "../operation/operation.ts";

/**
 * The document that is planned: the caller's own node when nothing was taken away (so that plans are shared), null when
 * nothing is left, else the operation alone with the fragments and variables that it still uses.
 */
export const plannedDocument = (
  { document, node: operation, fragments: before }: Pick<Operation, "document" | "node" | "fragments">,
  { selectionSet, fragments }: Filtered,
): DocumentNode | null => {
  if (selectionSet === null) return null;
  const untouched = [...fragments].every(([name, node]) => before.get(name) === node);
  if (selectionSet === operation.selectionSet && untouched) return document;
  const rest = [...fragments.values()];
  const variableDefinitions = usedVariables(operation, [selectionSet, ...rest]);
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, variableDefinitions, selectionSet }, ...rest],
  };
};

const usedVariables = (
  operation: OperationDefinitionNode,
  nodes: readonly ASTNode[],
): readonly VariableDefinitionNode[] => {
  const { variableDefinitions = [], directives = [] } = operation;
  if (variableDefinitions.length === 0) return variableDefinitions;
  const used = new Set<string>();
  for (const node of [...directives, ...nodes]) {
    visit(node, { Variable: ({ name }) => void used.add(name.value) });
  }
  return variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
};
