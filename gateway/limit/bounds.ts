import type { GraphQLSchema } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import type { Variables } from "../operation/coerce-variables.ts";
import type { Operation } from "../operation/operation.ts";
import { compileCost } from "./cost.ts";
import { introspectionCost, wholeIntrospection } from "./introspection-cost.ts";
import { compilePageSizes } from "./page-size.ts";

/** The cost of an operation with these variables. @throws HUB_PAGE_SIZE, HUB_COST_EXCEEDED */
export type BoundsOf = (operation: Operation) => (variables: Variables) => number;

/**
 * The bounds of one schema's operations, compiled once per operation; `derived` are the coordinates that departments work out. Questions about the schema may ask for as much as the whole
 * of it once, which is what tools do.
 */
export function createBounds(
  schema: GraphQLSchema,
  limits: GatewayLimits,
  derived: ReadonlySet<string> = new Set(),
): BoundsOf {
  const schemaCostOf = introspectionCost(schema);
  const schemaCost = Math.ceil(wholeIntrospection(schema));
  const compile = (operation: Operation): ((variables: Variables) => number) => {
    const checkPageSizes = compilePageSizes(schema, operation.document, limits.pageSize);
    const costOf = compileCost(schema, operation, limits.assumedListSize, derived);
    const asked = Math.ceil(schemaCostOf(operation));
    return (variables) => {
      if (asked > schemaCost) throw hubError("HUB_COST_EXCEEDED", { actual: asked, limit: schemaCost });
      checkPageSizes(variables);
      const actual = costOf(variables);
      if (actual > limits.cost) throw hubError("HUB_COST_EXCEEDED", { actual, limit: limits.cost });
      return actual;
    };
  };
  return (operation) => operation.derived(compile);
}
