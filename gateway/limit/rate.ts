import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import { limitError } from "./callers/limit-error.ts";

/**
 * Counts one operation of the caller's app, before it is even parsed. Strangers are not limited here: they get no data, and
 * no app is theirs. @throws HUB_RATE_LIMITED, HUB_LIMITS_UNAVAILABLE
 */
export function rate(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { caller, hub } = exchange;
  const { limiter } = hub;
  if (!caller || !limiter) return next(exchange);
  const charge = limiter.chargeRate(caller);
  if (charge instanceof Promise) {
    return charge.then((settled) => {
      if (settled.kind !== "allowed") throw limitError(settled, limiter.clock());
      return next(exchange);
    });
  }
  if (charge.kind !== "allowed") throw limitError(charge, limiter.clock());
  return next(exchange);
}
