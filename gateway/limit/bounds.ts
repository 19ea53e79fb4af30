import type { GraphQLSchema } from "graphql";
import type { GatewayLimits } from "../config.ts";
import type { Variables } from "../operation/coerce-variables.ts";
import type { Operation } from "../operation/operation.ts";
import { compileCost } from "./cost.ts";
import { introspectionCost, wholeIntrospection } from "./introspection-cost.ts";
import { compilePageSizes } from "./page-size.ts";

/** What the operations of one request may cost, in sum where they come in a batch. */
interface Costs {
  /** Objects, and what departments work out. */
  readonly cost: number;
  /** Values of the schema's own description. */
  readonly schema: number;
}

/** What an operation costs with these variables. @throws HUB_PAGE_SIZE */
type CostsOf = (operation: Operation) => (variables: Variables) => Costs;

/** The bounds of one schema. */
export interface Bounds {
  readonly costsOf: CostsOf;
  /** The most that the operations of one request may cost together. */
  readonly most: Costs;
}

/**
 * The bounds of one schema's operations, compiled once per operation; `work` is what each value weighs that a department works out.
 * Questions about the schema may ask for as much as the whole of it once, which is what tools do.
 */
export function createBounds(
  schema: GraphQLSchema,
  limits: GatewayLimits,
  work: ReadonlyMap<string, number> = new Map(),
): Bounds {
  const schemaCostOf = introspectionCost(schema);
  const most = Object.freeze({ cost: limits.cost, schema: Math.ceil(wholeIntrospection(schema)) });
  const compile = (operation: Operation): ((variables: Variables) => Costs) => {
    const checkPageSizes = compilePageSizes(schema, operation.document, limits.pageSize);
    const costOf = compileCost(schema, operation, limits.assumedListSize, work);
    const asked = Math.ceil(schemaCostOf(operation));
    return (variables) => {
      checkPageSizes(variables);
      return { cost: costOf(variables), schema: asked };
    };
  };
  return { costsOf: (operation) => operation.derived(compile), most };
}
