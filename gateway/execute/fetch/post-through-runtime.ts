import type { UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import { OperationTypeNode } from "graphql";
import { isObject } from "../json.ts";
import type { Post, SubgraphAnswer } from "./post.ts";

/** How the Hive runtime hands its own transport, with all of its hooks, to a handler. */
type RuntimeExecute = Parameters<UnifiedGraphHandler>[0]["onSubgraphExecute"];

const kinds = {
  query: OperationTypeNode.QUERY,
  mutation: OperationTypeNode.MUTATION,
  subscription: OperationTypeNode.SUBSCRIPTION,
} as const;

/**
 * Sends fetches through the Hive runtime's transports and `onSubgraphExecute` hooks: slower than a `Post` of one's own,
 * as the runtime deals in objects and this executor in text, but every plugin of the runtime sees the fetch.
 */
export const postThroughRuntime =
  (execute: RuntimeExecute): Post =>
  async ({ subgraph, document, operationKind, body, context, signal }) => {
    const request: unknown = JSON.parse(body);
    const variables = isObject(request) && isObject(request["variables"]) ? request["variables"] : {};
    const result = await execute(subgraph, {
      document,
      variables,
      operationType: kinds[operationKind],
      subgraphName: subgraph,
      context,
      signal,
    } as Parameters<RuntimeExecute>[1]);
    return result as SubgraphAnswer;
  };
