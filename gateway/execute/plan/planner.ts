import { type QueryPlan, QueryPlanner } from "@graphql-hive/router-query-planner";

/** The Rust planner, with progressive override (`@override(label:)`) folded into one text that a cache can key by. */
export interface Planner {
  /** What is active for a request, as text; percentages are drawn anew at every call. Labels of other kinds are never active. */
  readonly activeOverrides: () => string;
  /** Plans off the main thread, for 2 seconds at most. Rejects with the planner's error. */
  readonly plan: (query: string, operationName: string | undefined, activeOverrides: string) => Promise<QueryPlan>;
}

/** Milliseconds that one planning may take. */
const LONGEST = 2_000;

/** Creates the planner of one supergraph. Throws when the supergraph's SDL is not one. */
export function createPlanner(supergraphSdl: string): Planner {
  const native = new QueryPlanner(supergraphSdl);
  const { overridePercentages } = native;
  const activeOverrides = (): string => {
    if (overridePercentages.length === 0) return "";
    // Two requests on the same side of every threshold share a plan: the draw is rounded down to the threshold below.
    const draw = Math.random() * 100;
    return String(Math.max(0, ...overridePercentages.filter((percentage) => draw > percentage)));
  };
  return {
    activeOverrides,
    plan: (query, operationName, overrides) =>
      native.planAsync(query, operationName, new Set(), Number(overrides) + 1e-9, AbortSignal.timeout(LONGEST)),
  };
}
