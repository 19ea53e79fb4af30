import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { Authentication } from "./authenticator.ts";

/** Notes the caller, if there is one. @throws HUB_UNAUTHENTICATED for a token that is not accepted */
const accept = (exchange: Exchange, found: Authentication): void => {
  if (found.kind === "refused") throw hubError("HUB_UNAUTHENTICATED", { reason: found.reason });
  if (found.kind === "caller") exchange.caller = found.caller;
};

/**
 * Finds out who sends a request, before its body is even read. A token that is not accepted refuses the whole request (401);
 * no token at all gets the schema, and no data.
 */
export function authenticate(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { governance } = exchange.hub;
  if (!governance) return next(exchange);
  const found = governance.authenticator(exchange.request.header("authorization"));
  if (found instanceof Promise) {
    return found.then((settled) => {
      accept(exchange, settled);
      return next(exchange);
    });
  }
  accept(exchange, found);
  return next(exchange);
}
