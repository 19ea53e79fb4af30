import type { IncomingMessage } from "node:http";
import type { Trace } from "./release/trace.ts";

/** What the steps know of one request; each step adds its own findings for the steps after it. */
export interface RequestContext {
  request: Request;
  /** The caller's HTTP headers, names in lower case. */
  headers: Record<string, string>;
  /** Node's own request when the gateway listens on a port; absent in process. */
  req?: IncomingMessage;
  /** Set by `release` before anything else happens. */
  trace: Trace;
}

/** The runtime's own name for a request's context is untyped; this is the same object, typed. */
export const contextOf = (context: object): RequestContext => context as RequestContext;
