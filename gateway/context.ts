import type { IncomingMessage } from "node:http";
import type { Trace } from "./release/trace.ts";

/** What the steps know of one request; each step adds its own findings for the steps after it. */
export interface RequestContext {
  request: Request;
  /** The caller's HTTP headers, names in lower case. */
  headers: Record<string, string>;
  /** Node's own request when the gateway listens on a port; absent in process. */
  req?: IncomingMessage;
  /** Opened before any step. */
  trace: Trace;
  /** When the request arrived, on the clock of `performance.now()`. */
  started: number;
  /** What became of each operation so far: one, or as many as the batch holds. */
  outcomes: OperationOutcome[];
}

/** What is known of one operation when it is over, without any data. */
export interface OperationOutcome {
  readonly operationName: string | undefined;
  /** SHA-256 of the document as sent, 16 hexadecimal digits; undefined when there was none to read. */
  readonly operationHash: string | undefined;
  /** The errors' codes, each once. */
  readonly codes: readonly string[];
  /** ok: no error; partial: errors beside data; refused: the caller's doing; failed: the hub's. */
  readonly result: "ok" | "partial" | "refused" | "failed";
}

/** The runtime's own name for a request's context is untyped; this is the same object, typed. */
export const contextOf = (context: object): RequestContext => context as RequestContext;
