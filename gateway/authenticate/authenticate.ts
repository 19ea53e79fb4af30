import type { Answer } from "../answer.ts";
import type { Words } from "../../schema/words.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { Authentication } from "./authenticator.ts";

const NO_TOKEN: Words = { en: "a bearer token is expected", zh: "请携带 Bearer 令牌" };

/** Notes the caller. @throws HUB_UNAUTHENTICATED without a token, and for one that is not accepted */
const accept = (exchange: Exchange, found: Authentication): void => {
  if (found.kind !== "caller") {
    throw hubError("HUB_UNAUTHENTICATED", { reason: found.kind === "refused" ? found.reason : NO_TOKEN });
  }
  exchange.caller = found.caller;
};

/**
 * Finds out who sends a request, before its body is even read. Without a token that is accepted the whole request is refused
 * (401): the schema is a catalogue of what a city keeps about its people, and validation's hints spell it out.
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
