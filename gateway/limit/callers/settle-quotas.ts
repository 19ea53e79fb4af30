import type { Spent } from "../../grant/grant.ts";
import type { DecidedRequest } from "../../decide/decided-request.ts";
import type { CallerLimiter, Charge } from "./caller-limiter.ts";
import { quotasOf } from "./quotas-of.ts";

/** What quotas leave of a decision. */
export interface SettledRequest {
  readonly decided: DecidedRequest;
  /** Set when nobody can tell: the request MUST be refused. */
  readonly refusal: Exclude<Charge, { readonly kind: "allowed" | "quota" }> | undefined;
}

const NONE_SPENT: Spent = new Map();

/**
 * Charges a request to the grants that it takes (`look`: only asks whether that could be). A spent grant's coordinates are
 * denied with QUOTA, and what is left is charged anew: each round leaves a grant out, so there are no more than grants.
 * Synchronous as long as the counters are.
 */
export const settleQuotas = (
  limiter: CallerLimiter,
  decided: DecidedRequest,
  mode: "charge" | "look",
  spent: Spent = NONE_SPENT,
): SettledRequest | Promise<SettledRequest> => {
  const settle = (charge: Charge): SettledRequest | Promise<SettledRequest> => {
    if (charge.kind === "allowed") return { decided, refusal: undefined };
    if (charge.kind !== "quota") return { decided, refusal: charge };
    const more: Spent = new Map([...spent, [charge.grant, charge.until]]);
    const decision = decided.decideUnder(decided.decision.grant.without(more));
    return settleQuotas(limiter, { ...decided, decision }, mode, more);
  };
  const grants = quotasOf(decided, spent);
  const charge =
    mode === "charge" ? limiter.chargeRequest(decided.caller, grants) : limiter.lookAtRequest(decided.caller, grants);
  return charge instanceof Promise ? charge.then(settle) : settle(charge);
};
