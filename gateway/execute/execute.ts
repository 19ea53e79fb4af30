import { contextOf } from "../context.ts";
import type { Step } from "../step.ts";
import { type CompiledHandlerOptions, createCompiledHandler } from "./create-compiled-handler.ts";

/** What a gateway decides about execution; the transport and the metrics are its own. */
export type ExecuteOptions = Omit<CompiledHandlerOptions, "post" | "onFallback">;

/** Plans with Hive's planner, runs with our own compiled executor, fetches over the hub's own transport. */
export const createExecute =
  (options: ExecuteOptions = {}): Step =>
  ({ upstream, metrics }) => ({
    unifiedGraphHandler: createCompiledHandler({
      ...options,
      post: (request) => upstream.post({ ...request, context: contextOf(request.context as object) }),
      onFallback: (reason) => {
        metrics.fallbacks.inc({ reason });
      },
    }),
  });

/** The same with nobody governed. */
export const execute: Step = createExecute();
