import type { DocumentNode, GraphQLError } from "graphql";

/** One request to a subgraph. */
export interface SubgraphRequest {
  /** The subgraph's name as the supergraph has it. */
  readonly subgraph: string;
  /** The fetch's operation: the same node every time a compiled plan sends it, so a transport may cache by it. */
  readonly document: DocumentNode;
  readonly operationKind: "query" | "mutation" | "subscription";
  /** The request's JSON body: `query` and `variables`. */
  readonly body: string;
  /** Aborted when the caller left or the deadline passed: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** A subgraph's answer. Its errors may be shown to the caller as they are; their paths are the subgraph's own. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/**
 * Sends one request. Should resolve whatever happens, with an error that names the subgraph when there is no answer;
 * a rejection is answered with HUB_SUBGRAPH_UNAVAILABLE and its reason is not shown.
 */
export type Post = (request: SubgraphRequest) => Promise<SubgraphAnswer>;
