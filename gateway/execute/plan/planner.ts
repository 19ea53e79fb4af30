import { type QueryPlan, QueryPlanner } from "@graphql-hive/router-query-planner";
import type { UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";

type HandlerOptions = Parameters<UnifiedGraphHandler>[0];

/** The Rust planner, with progressive override (`@override(label:)`) folded into one text that a cache can key by. */
export interface Planner {
  readonly overrideLabels: readonly string[];
  /** The labels active for a request, as text; percentages are drawn anew at every call. */
  readonly activeLabels: (context: unknown) => string;
  /** Plans off the main thread. Rejects with the planner's error. */
  readonly plan: (query: string, operationName: string | undefined, activeLabels: string) => Promise<QueryPlan>;
}

/** Creates the planner of one supergraph. Throws when the supergraph's SDL is not one. */
export const createPlanner = (runtime: HandlerOptions): Planner => {
  const native = new QueryPlanner(runtime.getUnifiedGraphSDL());
  const { overrideLabels, overridePercentages } = native;
  const plain = overrideLabels.length === 0 && overridePercentages.length === 0;

  const activeLabels = (context: unknown): string => {
    if (plain) return "";
    const active = overrideLabels.filter((label) => runtime.handleProgressiveOverride?.(label, context) === true);
    // Two requests on the same side of every threshold share a plan: the draw is rounded down to the threshold below.
    const draw = Math.random() * 100;
    const threshold = Math.max(0, ...overridePercentages.filter((percentage) => draw > percentage));
    return JSON.stringify([threshold, ...active]);
  };

  return {
    overrideLabels,
    activeLabels,
    plan: (query, operationName, labels) => {
      const [threshold = 0, ...active] = (labels === "" ? [] : JSON.parse(labels)) as [number?, ...string[]];
      return native.planAsync(query, operationName, new Set(active), threshold + 1e-9);
    },
  };
};
