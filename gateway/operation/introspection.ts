import {
  type DocumentNode,
  executeSync,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { JsonObject } from "../execute/json.ts";
import type { Variables } from "./coerce-variables.ts";

const isIntrospection = (name: string): boolean => name === "__schema" || name === "__type";

/** True when the root of any operation of the document, fragments included, asks about the schema itself. */
export function asksSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field: (node) => {
      asks ||= isIntrospection(node.name.value);
    },
  });
  return asks;
}

/** The document without (or with only) its questions about the schema; `__typename` goes with neither. */
const keepFields = (document: DocumentNode, keep: (fieldName: string) => boolean, root: boolean): DocumentNode =>
  visit(document, {
    FragmentDefinition: {
      enter: (node) => {
        if (!node.typeCondition.name.value.startsWith("__")) return undefined;
        return root ? false : null;
      },
    },
    Field: {
      enter: (node) => {
        if (isIntrospection(node.name.value) || root) return keep(node.name.value) ? false : null;
        return undefined;
      },
    },
    SelectionSet: {
      leave: (node: SelectionSetNode) =>
        node.selections.length > 0
          ? undefined
          : { ...node, selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } } as const] },
    },
  });

/** The part of the document that subgraphs can answer. */
export function withoutIntrospection(document: DocumentNode): DocumentNode {
  return keepFields(document, (name) => !isIntrospection(name), false);
}

/** Answers a document's questions about the schema, from the schema that callers see. */
export function compileIntrospection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): (variables: Variables) => JsonObject {
  const questions = keepFields(document, isIntrospection, true);
  const operationName = operation.name?.value;
  return (variables) =>
    executeSync({ schema, document: questions, operationName, variableValues: variables }).data ?? {};
}
