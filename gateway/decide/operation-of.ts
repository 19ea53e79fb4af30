import { Kind, type DocumentNode, type OperationDefinitionNode } from "graphql";

/** The operation that is meant; undefined when the name fits none, or none is named and there are several. */
export const operationOf = (document: DocumentNode, name: string | null): OperationDefinitionNode | undefined => {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (name === null || name === "") return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === name);
};
