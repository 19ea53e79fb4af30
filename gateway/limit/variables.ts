import {
  getVariableValues,
  Kind,
  print,
  type ASTNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { hubError } from "../errors.ts";

/** The variables as an operation's types make them, defaults filled in; or why they do not fit. */
export type CoercedVariables =
  | { readonly kind: "fit"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: "unfit"; readonly errors: readonly GraphQLError[] };

const inChinese = (nodes: readonly ASTNode[] | undefined): string => {
  const node = nodes?.[0];
  return node?.kind === Kind.VARIABLE_DEFINITION
    ? `“$${node.variable.name.value}”不符合类型“${print(node.type)}”`
    : "有变量不符合其类型";
};

/** Coerces variables once, before anything is planned; each one that does not fit becomes HUB_INVALID_VARIABLE. */
export const coerceVariables = (
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>> | null | undefined,
): CoercedVariables => {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return { kind: "fit", values: {} };
  const { coerced, errors } = getVariableValues(schema, definitions, given ?? {}, { maxErrors: 10 });
  if (coerced) return { kind: "fit", values: coerced };
  const found = errors.map(({ message, nodes }) =>
    hubError("HUB_INVALID_VARIABLE", { reason: { en: message, zh: inChinese(nodes) } }, nodes ? { nodes } : {}),
  );
  return { kind: "unfit", errors: found };
};
