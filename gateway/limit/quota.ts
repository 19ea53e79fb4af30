import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../answer.ts";
import type { DecidedRequest } from "../decide/decision.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { CallerLimiter, Charge } from "./callers/caller-limiter.ts";
import { guessingError, limitError } from "./callers/limit-error.ts";
import type { Spent } from "../grant/grant.ts";
import { quotasOf } from "./callers/quotas-of.ts";

/** A decision after its quotas are settled. */
interface SettledRequest {
  readonly decided: DecidedRequest;
  /** Set when nobody can tell: the request MUST be refused. */
  readonly overLimit: Exclude<Charge, { readonly kind: "allowed" | "quota" }> | undefined;
}

const NONE_SPENT: Spent = new Map();

/**
 * Charges a request to the grants that it takes (`look`: only asks whether that could be). A spent grant's coordinates are
 * denied with QUOTA, and what is left is charged anew: each round leaves a grant out, so there are no more than grants.
 * Synchronous as long as the counters are.
 */
const settleQuotas = (
  limiter: CallerLimiter,
  decided: DecidedRequest,
  mode: "charge" | "look",
  spent: Spent = NONE_SPENT,
): SettledRequest | Promise<SettledRequest> => {
  const settle = (charge: Charge): SettledRequest | Promise<SettledRequest> => {
    if (charge.kind === "allowed") return { decided, overLimit: undefined };
    if (charge.kind !== "quota") return { decided, overLimit: charge };
    const more: Spent = new Map([...spent, [charge.grant, charge.until]]);
    const decision = decided.decideUnder(decided.decision.grant.without(more));
    return settleQuotas(limiter, { ...decided, decision }, mode, more);
  };
  const grants = quotasOf(decided, spent);
  const charge =
    mode === "charge" ? limiter.chargeRequest(decided.caller, grants) : limiter.lookAtRequest(decided.caller, grants);
  return charge instanceof Promise ? charge.then(settle) : settle(charge);
};

/** Nothing is charged for a request that gets no data: a dry run, or one that is refused as a whole. */
const settled = (
  limiter: CallerLimiter,
  { isDryRun, onDenied }: Exchange,
  decided: DecidedRequest,
): SettledRequest | Promise<SettledRequest> => {
  if (isDryRun) return settleQuotas(limiter, decided, "look");
  if (onDenied !== "reject") return settleQuotas(limiter, decided, "charge");
  const orCharge = (looked: SettledRequest): SettledRequest | Promise<SettledRequest> =>
    looked.overLimit || looked.decided.decision.denials.length > 0 ? looked : settleQuotas(limiter, decided, "charge");
  const looked = settleQuotas(limiter, decided, "look");
  return looked instanceof Promise ? looked.then(orCharge) : orCharge(looked);
};

/** Notes the identifiers that are asked with. @returns milliseconds for which a guessing caller's request is held back @throws HUB_GUESSING */
const delayOf = (limiter: CallerLimiter, exchange: Exchange, decided: DecidedRequest): number => {
  const { watch } = limiter;
  const { hub, operation, variables, isDryRun } = exchange;
  if (!watch || isDryRun || !operation) return 0;
  exchange.identifiers = hub.identifiersIn(operation, variables);
  watch.asks(decided.caller, exchange.identifiers);
  const verdict = watch.verdictOn(decided.caller);
  if (verdict.kind === "refuse") throw guessingError(verdict.until, limiter.clock());
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
  const proceed = ({ decided: left, overLimit }: SettledRequest): Answer | Promise<Answer> => {
    if (overLimit) throw limitError(overLimit, limiter.clock());
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
