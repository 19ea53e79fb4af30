import type { Caller } from "../authenticate/caller.ts";
import type { Enforcement } from "../execute/enforcement.ts";
import { WRITE } from "../execute/enforcement.ts";
import type { Decision } from "./decision.ts";

/** What was decided for one request, and for whom. */
export interface DecidedRequest {
  readonly caller: Caller;
  readonly decision: Decision;
}

const decided = new WeakMap<object, DecidedRequest>();

/** Notes a request's decision. MUST be called with the context that the executor gets. */
export const noteDecision = (context: object, request: DecidedRequest): void => {
  decided.set(context, request);
};

/** What was decided for a request; undefined when nothing was, which allows nothing but introspection. */
export const decisionOf = (context: object): DecidedRequest | undefined => decided.get(context);

/** Closed: introspection is answered, nothing is fetched, everything else is denied. */
const CLOSED: Enforcement = Object.freeze({
  key: "closed",
  planned: null,
  instructionFor: (typeName, field) =>
    typeName.startsWith("__") || field.name.value.startsWith("__")
      ? WRITE
      : {
          kind: "deny",
          error: { message: "Nothing was decided for this request.", extensions: { code: "HUB_FIELD_DENIED" } },
        },
  observed: new Map(),
} satisfies Enforcement);

/** The executor's question. Without a decision it is answered with the closed enforcement, never with an open one. */
export const enforcementOf = (context: unknown): Enforcement =>
  (typeof context === "object" && context !== null ? decided.get(context)?.decision.enforcement : undefined) ?? CLOSED;
