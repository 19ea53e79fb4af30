import type { Caller } from "../authenticate/caller.ts";
import type { Decision } from "./decision.ts";
import type { DecidedRequest } from "./request-decisions.ts";

/** An operation that a caller asks about. */
export interface WhyDeniedQuestion {
  readonly operation: string;
  readonly purpose: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/** One question, for the ledger. */
export interface NotedQuestion {
  readonly operation: string;
  readonly purpose: string;
  /** undefined when the question could not be decided. */
  decision: Decision | undefined;
}

/** A request that asks the hub about its rules. */
export interface AskingRequest {
  readonly caller: Caller;
  /** Decides what is asked about, exactly as if it were sent. Throws the GraphQLError that it would be refused with. */
  readonly decide: (question: WhyDeniedQuestion) => DecidedRequest;
  /** What was asked so far. */
  readonly questions: NotedQuestion[];
}

const asking = new WeakMap<object, AskingRequest>();

/** Notes that a request may ask, and how it is answered. MUST be called with the context that the executor gets. */
export const noteAsking = (context: object, caller: Caller, decide: AskingRequest["decide"]): void => {
  asking.set(context, { caller, decide, questions: [] });
};

/** The request that asks; undefined for one that does not. */
export const askingOf = (context: object): AskingRequest | undefined => asking.get(context);
