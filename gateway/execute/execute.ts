import { contextOf } from "../context.ts";
import type { Step } from "../step.ts";
import { createCompiledHandler } from "./create-compiled-handler.ts";

/** Plans with Hive's planner, runs with our own compiled executor, fetches over the hub's own transport. */
export const execute: Step = ({ upstream, metrics }) => ({
  unifiedGraphHandler: createCompiledHandler({
    post: (request) => upstream.post({ ...request, context: contextOf(request.context as object) }),
    onFallback: (reason) => {
      metrics.fallbacks.inc({ reason });
    },
  }),
});
