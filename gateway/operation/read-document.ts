import { GraphQLError, OperationTypeNode } from "graphql";
import type { PinnedOperation } from "../../schema/registered-operation.ts";
import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { readAsked } from "../front/asked-operation.ts";
import type { Next } from "../step.ts";
import { assertApproved, factsOf } from "./operation-facts.ts";
import type { Operation } from "./operation.ts";

/** One new text in each round of the event loop: what arrived meanwhile comes between two of them. */
const nextRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const readText = (exchange: Exchange, text: string): Operation => {
  const operation = exchange.hub.readOperation(text, exchange.asked?.operationName);
  if (operation.node.operation === OperationTypeNode.MUTATION && exchange.request.method === "GET") {
    throw new GraphQLError("Can only perform a mutation operation from a POST request.", {
      extensions: { code: "BAD_REQUEST", http: { status: 405, headers: { allow: "POST" } } },
    });
  }
  exchange.operation = operation;
  return operation;
};

/** The app's own operation of this id: another app's is as unknown as one that is nowhere. */
const registeredAs = ({ hub, caller }: Exchange, id: string): PinnedOperation => {
  const found = caller && hub.governance?.operationsOf(caller.app).get(id);
  if (found === undefined) throw hubError("HUB_OPERATION_UNKNOWN", {});
  return found;
};

/** Goes on with a registered operation while it is what was approved; that is found out once. */
const passRegistered = (
  exchange: Exchange,
  approved: PinnedOperation,
  operation: Operation,
  next: Next,
): Answer | Promise<Answer> => {
  const facts = factsOf(exchange.hub, operation, exchange.caller?.app ?? "");
  if (facts instanceof Promise) {
    return facts.then((found) => {
      assertApproved(approved, found);
      return next(exchange);
    });
  }
  assertApproved(approved, facts);
  return next(exchange);
};

/**
 * Reads the operation: its text within the limits on characters, tokens, depth and aliases, validated against what callers see; or the app's
 * registered one by its id. A text that is new costs milliseconds to read, decide and plan: callers take turns with theirs.
 * @throws GraphQLError or Refusal with what is wrong with it; HUB_OPERATION_UNKNOWN, HUB_OPERATION_CHANGED;
 *   HUB_OPERATION_REQUIRED for a text where a grant demands registered operations
 */
export function readDocument(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { hub, caller } = exchange;
  const asked = readAsked(exchange.sent ?? {});
  exchange.asked = asked;
  const { document } = asked;
  const approved = document.kind === "registered" ? registeredAs(exchange, document.id) : undefined;
  exchange.registered = approved;
  // Before a word of it is read.
  if (approved === undefined && caller && hub.governance?.demandsRegistered(caller) === true)
    throw hubError("HUB_OPERATION_REQUIRED", {});
  const text = document.kind === "registered" ? (approved?.text ?? "") : document.text;
  const proceed = () => {
    const operation = readText(exchange, text);
    return approved === undefined ? next(exchange) : passRegistered(exchange, approved, operation, next);
  };
  return hub.readOperation.isKnown(text) ? proceed() : hub.readingTurn(caller?.app ?? "", nextRound).then(proceed);
}
