import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Caller } from "../authenticate/caller.ts";
import { WRITE, type Enforcement } from "../execute/enforcement.ts";
import type { Decision } from "./decision.ts";
import type { FetchedField } from "../upstream/fetch-coordinates.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { DocumentNode } from "graphql";

/** What was decided for one request, for whom, and by which graph. */
export interface DecidedRequest {
  readonly caller: Caller;
  readonly decision: Decision;
  /** The purpose as it was stated. */
  readonly purpose: string;
  readonly catalogue: Catalogue;
  readonly fieldsOf: (fetch: DocumentNode) => readonly FetchedField[];
  /** Decides the same operation again, under another form of its grant. Throws the GraphQLError that refuses it. */
  readonly decideUnder: (grant: Grant) => Decision | undefined;
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

const ownOperations = new WeakMap<object, Enforcement>();

/**
 * Notes that a request asks for nothing but the hub's own graph, which is nobody's data: all of it is answered. MUST only be
 * called for such an operation, with the context that the executor gets.
 */
export const noteOwnOperation = (context: object, document: DocumentNode): void => {
  ownOperations.set(context, { key: "own", planned: document, instructionFor: () => WRITE, observed: new Map() });
};

/** The executor's question. Without a decision it is answered with the closed enforcement, never with an open one. */
export const enforcementOf = (context: unknown): Enforcement =>
  typeof context === "object" && context !== null
    ? (decided.get(context)?.decision.enforcement ?? ownOperations.get(context) ?? CLOSED)
    : CLOSED;
