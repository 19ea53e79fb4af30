import { GraphQLError, type ExecutionArgs, type ExecutionResult } from "graphql";

import { contextOf } from "../context.ts";
import { secondsUntil } from "../seconds-until.ts";
import type { Step } from "../step.ts";
import { applyLink } from "./apply-link.ts";
import type { Decision } from "./decision.ts";
import { denialError } from "./denial-error.ts";
import { explain } from "./explanation.ts";
import { decisionOf, type DecidedRequest } from "./request-decisions.ts";
import { sharingOf } from "./sharing.ts";

/** `x-on-denied: reject`: one error per denied coordinate, and no data at all. */
const rejected = ({ decision, catalogue }: DecidedRequest): ExecutionResult => ({
  data: null,
  errors: decision.denials.map(({ coordinate, denial, path }) => {
    const apply = applyLink(decision.applyAt, coordinate, decision.grant.purpose.code, denial);
    const { message, extensions } = denialError(catalogue, apply, coordinate, denial);
    return new GraphQLError(message, { path: [...path], extensions: { ...extensions } });
  }),
  extensions: { sharing: sharingOf(decision) },
});

/** `x-dry-run: true`: decisions only; no department is asked anything. */
const dryRun = ({ decision, catalogue }: DecidedRequest): ExecutionResult => ({
  data: null,
  extensions: { sharing: { dryRun: true, ...explain(decision, catalogue) } },
});

/** Whether a request wants decisions instead of data. */
export const isDryRun = ({ headers }: Pick<Request, "headers">): boolean => headers.get("x-dry-run") === "true";

/** Whether a request is refused as a whole as soon as something of it is denied. */
export const rejectsDenials = ({ headers }: Pick<Request, "headers">): boolean =>
  headers.get("x-on-denied") === "reject";

/** `Retry-After` (RFC 9110, section 10.2.3) for an answer without what a spent quota denies; the HTTP layer takes it out. */
export const retryOf = (
  { denials }: Decision,
  clock: () => number,
): { readonly headers: Readonly<Record<string, string>> } | undefined => {
  let until = 0;
  for (const { denial } of denials) if (denial.reason === "QUOTA") until = Math.max(until, denial.until);
  if (until === 0) return undefined;
  return { headers: { "retry-after": String(secondsUntil(until, clock())) } };
};

/** Answers what wants no data from the decision itself. MUST come after the limits, which may change the decision. */
export const answerDecision: Step = () => ({
  plugins: [
    {
      onExecute: ({ args, setResultAndStopExecution }) => {
        const context = contextOf((args as ExecutionArgs).contextValue as object);
        const decided = decisionOf(context);
        if (!decided) return;
        if (isDryRun(context.request)) setResultAndStopExecution(dryRun(decided));
        else if (rejectsDenials(context.request) && decided.decision.denials.length > 0)
          setResultAndStopExecution(rejected(decided));
      },
    },
  ],
});
