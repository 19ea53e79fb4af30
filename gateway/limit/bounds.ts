import type { GraphQLSchema } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import type { Variables } from "../operation/coerce-variables.ts";
import type { Operation } from "../operation/operation.ts";
import { compileCost } from "./cost.ts";
import { compilePageSizes } from "./page-size.ts";

/** Looks at an operation's variables. @throws HUB_PAGE_SIZE, HUB_COST_EXCEEDED */
export type BoundsOf = (operation: Operation) => (variables: Variables) => void;

/** The bounds of one schema's operations, compiled once per operation. */
export function createBounds(schema: GraphQLSchema, limits: GatewayLimits): BoundsOf {
  const compile = (operation: Operation): ((variables: Variables) => void) => {
    const checkPageSizes = compilePageSizes(schema, operation.document, limits.pageSize);
    const costOf = compileCost(schema, operation, limits.assumedListSize);
    return (variables) => {
      checkPageSizes(variables);
      const actual = costOf(variables);
      if (actual > limits.cost) throw hubError("HUB_COST_EXCEEDED", { actual, limit: limits.cost });
    };
  };
  return (operation) => operation.derived(compile);
}
