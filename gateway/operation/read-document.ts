import { GraphQLError, OperationTypeNode } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { readAsked } from "../front/asked-operation.ts";
import type { Next } from "../step.ts";

/**
 * Reads the operation: its text within the limits on characters, tokens, depth and aliases, validated against what callers see.
 * @throws GraphQLError or Refusal with what is wrong with it
 */
export function readDocument(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const asked = readAsked(exchange.sent ?? {});
  exchange.asked = asked;
  const operation = exchange.hub.readOperation(asked.query, asked.operationName);
  if (operation.node.operation === OperationTypeNode.MUTATION && exchange.request.method === "GET") {
    throw new GraphQLError("Can only perform a mutation operation from a POST request.", {
      extensions: { code: "BAD_REQUEST", http: { status: 405, headers: { allow: "POST" } } },
    });
  }
  exchange.operation = operation;
  return next(exchange);
}
