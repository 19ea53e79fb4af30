import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { secondsUntil } from "../seconds-until.ts";
import type { Next } from "../step.ts";
import { applyLink } from "./apply-link.ts";
import type { DecidedRequest, Decision } from "./decision.ts";
import { denialError } from "./denial-error.ts";
import { explain } from "./explain/explanation.ts";
import { sharingExtensionOf } from "./explain/sharing-extension.ts";

/** `Retry-After` (RFC 9110, section 10.2.3) for an answer without what a spent quota denies. */
export function retryOf({ denials }: Decision, now: number): Readonly<Record<string, string>> | undefined {
  let until = 0;
  for (const { denial } of denials) if (denial.reason === "QUOTA") until = Math.max(until, denial.until);
  return until === 0 ? undefined : { "retry-after": String(secondsUntil(until, now)) };
}

/** `x-on-denied: reject`: one error per denied coordinate, and no data at all. */
const rejected = ({ decision, catalogue }: DecidedRequest, now: number): Answer => ({
  data: null,
  errors: decision.denials.map(({ coordinate, denial, path }) => {
    const apply = applyLink(decision.applyAt, coordinate, decision.grant.purpose.code, denial);
    const { message, extensions } = denialError(catalogue, apply, coordinate, denial);
    return new GraphQLError(message, { path: [...path], extensions: { ...extensions } });
  }),
  extensions: { sharing: sharingExtensionOf(decision) },
  headers: retryOf(decision, now),
});

/** `x-dry-run: true`: decisions only; no department is asked anything. */
const dryRun = ({ decision, catalogue }: DecidedRequest, now: number): Answer => ({
  data: null,
  errors: [],
  extensions: { sharing: { dryRun: true, ...explain(decision, catalogue) } },
  headers: retryOf(decision, now),
});

/** Answers what wants no data from the decision itself. It comes after the quotas, which may change the decision. */
export function dryRunOrReject(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { decided, isDryRun, onDenied, hub } = exchange;
  if (!decided) return next(exchange);
  const now = hub.governance?.clock() ?? Date.now();
  if (isDryRun) return dryRun(decided, now);
  return onDenied === "reject" && decided.decision.denials.length > 0 ? rejected(decided, now) : next(exchange);
}
