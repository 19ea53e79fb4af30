import { GraphQLError, OperationTypeNode } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { type AskedOperation, readAsked } from "../front/asked-operation.ts";
import type { Next } from "../step.ts";

/** One new text in each round of the event loop: what arrived meanwhile comes between two of them. */
const nextRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const readAndPass = (exchange: Exchange, asked: AskedOperation, next: Next): Answer | Promise<Answer> => {
  const operation = exchange.hub.readOperation(asked.query, asked.operationName);
  if (operation.node.operation === OperationTypeNode.MUTATION && exchange.request.method === "GET") {
    throw new GraphQLError("Can only perform a mutation operation from a POST request.", {
      extensions: { code: "BAD_REQUEST", http: { status: 405, headers: { allow: "POST" } } },
    });
  }
  exchange.operation = operation;
  return next(exchange);
};

/**
 * Reads the operation: its text within the limits on characters, tokens, depth and aliases, validated against what callers see. A text that
 * is new costs milliseconds to read, decide and plan: callers take turns with theirs.
 * @throws GraphQLError or Refusal with what is wrong with it
 */
export function readDocument(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { hub, caller } = exchange;
  const asked = readAsked(exchange.sent ?? {});
  exchange.asked = asked;
  const proceed = () => readAndPass(exchange, asked, next);
  return hub.readOperation.isKnown(asked.query)
    ? proceed()
    : hub.readingTurn(caller?.app ?? "", nextRound).then(proceed);
}
