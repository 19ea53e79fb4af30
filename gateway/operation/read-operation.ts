import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import type { Variables } from "../execute/run.ts";
import { type CoerceVariables, compileVariables } from "./coerce-variables.ts";
import type { Conditions } from "./fold-conditions.ts";

/** What is known of an operation before anybody asks for it: the same for every caller. */
export interface ReadOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operation: OperationDefinitionNode;
  readonly coerceVariables: CoerceVariables;
  /** What the request's variables decide of the operation's shape. */
  readonly conditionsOf: (variables: Variables) => Conditions;
}

const operationOf = (document: DocumentNode, name: string | undefined): OperationDefinitionNode => {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  const message =
    name === undefined
      ? "Must provide operation name if query contains multiple operations."
      : `Unknown operation named "${name}".`;
  throw new GraphQLError(message, { extensions: { http: { spec: true, status: 400 } } });
};

/** The variables that the document's `@skip` and `@include` read. */
const conditionVariables = (document: DocumentNode): readonly string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== "skip" && node.name.value !== "include") return;
      for (const argument of node.arguments ?? []) {
        if (argument.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
      }
    },
  });
  return [...names];
};

const noConditions: Conditions = new Map();

const read = (document: DocumentNode, operationName: string | undefined, schema: GraphQLSchema): ReadOperation => {
  const operation = operationOf(document, operationName);
  const names = conditionVariables(document);
  return {
    document,
    operationName,
    operation,
    coerceVariables: compileVariables(operation, schema),
    conditionsOf: (variables) =>
      names.length === 0 ? noConditions : new Map(names.map((name) => [name, variables[name] === true])),
  };
};

/**
 * Reads operations of one schema, each once as long as its document lives.
 * Throws a GraphQLError (HTTP 400) when the document has no such operation.
 */
export const createReadOperation = (
  schema: GraphQLSchema,
): ((document: DocumentNode, operationName: string | undefined) => ReadOperation) => {
  const known = new WeakMap<DocumentNode, Map<string | undefined, ReadOperation>>();
  return (document, operationName) => {
    let byName = known.get(document);
    if (byName === undefined) {
      byName = new Map();
      known.set(document, byName);
    }
    let operation = byName.get(operationName);
    if (operation === undefined) {
      operation = read(document, operationName, schema);
      byName.set(operationName, operation);
    }
    return operation;
  };
};
