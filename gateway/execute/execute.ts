import { contextOf } from "../context.ts";
import type { Step } from "../step.ts";
import { createCompiledHandler } from "./create-compiled-handler.ts";
import type { Enforcement } from "./enforcement.ts";
import { noteObservation } from "./observations.ts";

/**
 * Plans with Hive's planner, runs with our own compiled executor, fetches over the hub's own transport.
 * @param enforcementOf the policy's decision on a request; without it everything is written and nothing is observed
 */
export const execute =
  (enforcementOf?: (context: unknown) => Enforcement): Step =>
  ({ upstream, metrics }) => ({
    unifiedGraphHandler: createCompiledHandler({
      enforcementOf,
      onObserved: enforcementOf === undefined ? undefined : noteObservation,
      post: (request) => upstream.post({ ...request, context: contextOf(request.context as object) }),
      onFallback: (reason) => {
        metrics.fallbacks.inc({ reason });
      },
    }),
  });
