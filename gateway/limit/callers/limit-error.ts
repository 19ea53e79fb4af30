import type { GraphQLError } from "graphql";
import { localTime } from "../../../schema/words.ts";
import { hubError } from "../../errors.ts";
import { secondsUntil } from "../../seconds-until.ts";
import type { Charge } from "./caller-limiter.ts";

/** Adds `Retry-After` (RFC 9110, section 10.2.3) to whatever an error sets for the whole answer. */
const retryAfter = (error: GraphQLError, seconds: number): GraphQLError => {
  const http = error.extensions["http"] as { readonly status: number };
  error.extensions["http"] = { ...http, headers: { "retry-after": String(seconds) } };
  return error;
};

/** Seconds after which a caller may try again when the store is unreachable. */
const PATIENCE = 5;

/** The error for a request that is over a limit. */
export function limitError(charge: Exclude<Charge, { readonly kind: "allowed" }>, now: number): GraphQLError {
  switch (charge.kind) {
    case "rate": {
      const seconds = secondsUntil(charge.until, now);
      return retryAfter(hubError("HUB_RATE_LIMITED", { seconds }), seconds);
    }
    case "quota":
      return retryAfter(
        hubError("HUB_QUOTA_EXCEEDED", { until: localTime(charge.until) }),
        secondsUntil(charge.until, now),
      );
    case "unreachable":
      return retryAfter(hubError("HUB_LIMITS_UNAVAILABLE", {}), PATIENCE);
  }
}

/** The error for a caller whose requests look like a search. */
export function guessingError(until: number, now: number): GraphQLError {
  const seconds = secondsUntil(until, now);
  return retryAfter(hubError("HUB_GUESSING", { seconds }), seconds);
}
