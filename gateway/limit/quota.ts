import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../answer.ts";
import type { DecidedRequest } from "../decide/decided-request.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { CallerLimiter } from "./callers/caller-limiter.ts";
import { guessingRefusal, refusalOf } from "./callers/refusal.ts";
import { settleQuotas, type SettledRequest } from "./callers/settle-quotas.ts";

/** Nothing is charged for a request that gets no data: a dry run, or one that is refused as a whole. */
const settled = (
  limiter: CallerLimiter,
  { isDryRun, rejectsDenials }: Exchange,
  decided: DecidedRequest,
): SettledRequest | Promise<SettledRequest> => {
  if (isDryRun) return settleQuotas(limiter, decided, "look");
  if (!rejectsDenials) return settleQuotas(limiter, decided, "charge");
  const orCharge = (looked: SettledRequest): SettledRequest | Promise<SettledRequest> =>
    looked.refusal || looked.decided.decision.denials.length > 0 ? looked : settleQuotas(limiter, decided, "charge");
  const looked = settleQuotas(limiter, decided, "look");
  return looked instanceof Promise ? looked.then(orCharge) : orCharge(looked);
};

/** How long a guessing caller's request is held back, in milliseconds. @throws HUB_GUESSING */
const delayOf = (limiter: CallerLimiter, exchange: Exchange, decided: DecidedRequest): number => {
  const { watch } = limiter;
  const { hub, operation, variables, isDryRun } = exchange;
  if (!watch || isDryRun || !operation) return 0;
  watch.asks(decided.caller, hub.identifiersIn(operation, variables));
  const verdict = watch.verdictOn(decided.caller);
  if (verdict.kind === "refuse") throw guessingRefusal(verdict.until, limiter.clock());
  return verdict.kind === "slow" ? verdict.milliseconds : 0;
};

/**
 * Slows whoever guesses, and charges what the policy lets through to the grants that give it. What a spent grant gave is decided
 * anew, as denied. @throws HUB_GUESSING, HUB_LIMITS_UNAVAILABLE
 */
export function quota(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { decided, hub } = exchange;
  const { limiter } = hub;
  if (!decided || !limiter) return next(exchange);
  const proceed = ({ decided: left, refusal }: SettledRequest): Answer | Promise<Answer> => {
    if (refusal) throw refusalOf(refusal, limiter.clock());
    exchange.decided = left;
    return next(exchange);
  };
  const charge = (): Answer | Promise<Answer> => {
    const found = settled(limiter, exchange, decided);
    return found instanceof Promise ? found.then(proceed) : proceed(found);
  };
  const delay = delayOf(limiter, exchange, decided);
  return delay === 0 ? charge() : sleep(delay).then(charge);
}
