import type { Answer } from "../answer.ts";
import type { Words } from "../../schema/words.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { Authentication } from "./authenticator.ts";
import type { Caller } from "./caller.ts";

const NO_TOKEN: Words = { en: "a bearer token is expected", zh: "请携带 Bearer 令牌" };

/** The caller that was found. @throws HUB_UNAUTHENTICATED without a token, and for one that is not accepted */
export function acceptedCaller(found: Authentication): Caller {
  if (found.kind === "caller") return found.caller;
  throw hubError("HUB_UNAUTHENTICATED", { reason: found.kind === "refused" ? found.reason : NO_TOKEN });
}

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
      exchange.caller = acceptedCaller(settled);
      return next(exchange);
    });
  }
  exchange.caller = acceptedCaller(found);
  return next(exchange);
}
