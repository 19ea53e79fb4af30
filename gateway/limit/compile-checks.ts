import { type DocumentNode, getOperationAST, type GraphQLError, type GraphQLSchema } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { compileCost } from "../operation/cost.ts";
import { compilePageSizes } from "../operation/page-size.ts";
import { coerceVariables } from "./variables.ts";

/** Looks at one request's variables: what does not fit is answered, what is beyond a limit is thrown. */
export type CheckVariables = (
  variables: Readonly<Record<string, unknown>> | null | undefined,
) => readonly GraphQLError[];

/** Everything about an operation that its variables decide, compiled once per document and name. */
export const compileChecks = (
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | null | undefined,
  limits: GatewayLimits,
): CheckVariables => {
  const operation = getOperationAST(document, name);
  // The runtime has refused a name that picks no operation before it comes to this.
  if (!operation) return () => [];
  const checkPageSizes = compilePageSizes(schema, document, limits.pageSize);
  const costOf = compileCost(schema, document, operation, limits.assumedListSize);
  return (given) => {
    const variables = coerceVariables(schema, operation, given);
    if (variables.kind === "unfit") return variables.errors;
    checkPageSizes(variables.values);
    const actual = costOf(variables.values);
    if (actual > limits.cost) throw hubError("HUB_COST_EXCEEDED", { actual, limit: limits.cost });
    return [];
  };
};
