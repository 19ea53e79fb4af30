import type { RequestContext } from "../context.ts";
import type { Caller } from "./caller.ts";

const callers = new WeakMap<Request, Caller>();

/** Notes who sends a request, once it is verified. */
export const noteCaller = (request: Request, caller: Caller): void => {
  callers.set(request, caller);
};

/** Who sends a request; undefined is nobody. All operations of one batch have the same caller. */
export const callerOf = (context: Pick<RequestContext, "request">): Caller | undefined => callers.get(context.request);
