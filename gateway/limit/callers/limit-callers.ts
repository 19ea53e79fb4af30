import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from "graphql";
import type { Caller } from "../../authenticate/caller.ts";
import { callerOf } from "../../authenticate/request-caller.ts";
import { contextOf, type RequestContext } from "../../context.ts";
import { forgetObservation, observationOf } from "../../execute/observations.ts";
import { isDryRun, rejectsDenials } from "../../decide/answer-decision.ts";
import { decisionOf, noteDecision, type DecidedRequest } from "../../decide/request-decisions.ts";
import type { HubPlugin, Step } from "../../step.ts";
import type { AskedOperation } from "../../front/parse-request.ts";
import { compileIdentifiers } from "./asked-identifiers.ts";
import type { CallerLimiter, Charge } from "./caller-limiter.ts";
import type { GuessWatch } from "./guess-watch.ts";
import { quotasOf } from "./quotas-of.ts";
import { settleQuotas, type SettledRequest } from "./settle-quotas.ts";
import { guessingRefusal, refusalOf } from "./refusal.ts";

type Values = Readonly<Record<string, unknown>>;
type Refuse = (error: GraphQLError) => void;

/** Runs `settle` with a charge, at once where it is known already. */
const whenCharged = (charge: Charge | Promise<Charge>, settle: (charge: Charge) => void): undefined | Promise<void> => {
  if (charge instanceof Promise) return charge.then(settle);
  settle(charge);
  return undefined;
};

/** Before an operation is even parsed. Strangers are not limited here: they get no data, and no app is theirs. */
const limitRate = (limiter: CallerLimiter): HubPlugin => ({
  onParams: ({ request, setResult }) => {
    const caller = callerOf({ request });
    if (!caller) return undefined;
    return whenCharged(limiter.chargeRate(caller), (charge) => {
      if (charge.kind !== "allowed") setResult({ errors: [refusalOf(charge, limiter.clock())] });
    });
  },
});

/** Compiled once per document. */
const identifiersIn = (scalars: ReadonlySet<string>) => {
  const compiled = new WeakMap<DocumentNode, { readonly of: ReturnType<typeof compileIdentifiers> }>();
  return (schema: GraphQLSchema, document: DocumentNode, variables: Values | null | undefined): readonly string[] => {
    const known = compiled.get(document) ?? { of: compileIdentifiers(schema, document, scalars) };
    compiled.set(document, known);
    return known.of?.(variables) ?? [];
  };
};

/** Holds a guessing caller's request back, or refuses it. */
const slow = (
  limiter: CallerLimiter,
  watch: GuessWatch,
  caller: Caller,
  refuse: Refuse,
): undefined | Promise<unknown> => {
  const verdict = watch.verdictOn(caller);
  if (verdict.kind === "slow") return sleep(verdict.milliseconds);
  if (verdict.kind === "refuse") refuse(guessingRefusal(verdict.until, limiter.clock()));
  return undefined;
};

/** Nothing is charged for a request that gets no data: a dry run, or one that is refused as a whole. */
const settleRequest = (
  limiter: CallerLimiter,
  { request }: RequestContext,
  decided: DecidedRequest,
): SettledRequest | Promise<SettledRequest> => {
  if (isDryRun(request)) return settleQuotas(limiter, decided, "look");
  if (!rejectsDenials(request)) return settleQuotas(limiter, decided, "charge");
  const orCharge = (looked: SettledRequest): SettledRequest | Promise<SettledRequest> =>
    looked.refusal || looked.decided.decision.denials.length > 0 ? looked : settleQuotas(limiter, decided, "charge");
  const looked = settleQuotas(limiter, decided, "look");
  return looked instanceof Promise ? looked.then(orCharge) : orCharge(looked);
};

/** Before execution: whoever guesses is slowed, and what the policy lets through is charged. */
const limitRequests = (limiter: CallerLimiter): HubPlugin => {
  const { watch } = limiter;
  const identifiersOf = identifiersIn(new Set(limiter.guessing?.scalars));
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const { schema, document, variableValues, contextValue } = args as ExecutionArgs;
      const context = contextOf(contextValue as object);
      const decided = decisionOf(context);
      if (!decided) return undefined;
      const { caller } = decided;
      const isTrial = isDryRun(context.request);
      let isRefused = false;
      const refuse: Refuse = (error) => {
        isRefused = true;
        setResultAndStopExecution({ errors: [error] });
      };
      const settle = ({ decided: settled, refusal }: SettledRequest): void => {
        if (refusal) refuse(refusalOf(refusal, limiter.clock()));
        else if (settled !== decided) noteDecision(context, settled);
      };
      const charge = (): undefined | Promise<void> => {
        if (isRefused) return undefined;
        const settled = settleRequest(limiter, context, decided);
        if (settled instanceof Promise) return settled.then(settle);
        settle(settled);
        return undefined;
      };
      if (!watch || isTrial) return charge() as undefined;
      watch.asks(caller, identifiersOf(schema, document, variableValues));
      const delay = slow(limiter, watch, caller, refuse);
      return (delay === undefined ? charge() : delay.then(charge)) as undefined;
    },
  };
};

/** A department's refusals of a number that its caller presented: a wrong one is a guess, as a denial is. */
const REFUSALS = new Set<unknown>(["HUB_AUTHORIZATION_REQUIRED", "HUB_AUTHORIZATION_REPEATED"]);

/**
 * Each denial under a name that only another question changes: a row out of scope, or a number that was refused, is
 * another one for other arguments.
 */
const denialsIn = (
  { errors = [] }: ExecutionResult,
  context: RequestContext & { readonly params?: AskedOperation },
): ReadonlySet<string> | undefined => {
  let denials: Set<string> | undefined;
  let asked: string | undefined;
  const purpose = context.request.headers.get("x-purpose") ?? "";
  for (const { extensions } of errors) {
    const isRefusal = REFUSALS.has(extensions["code"]);
    if (!isRefusal && extensions["code"] !== "HUB_FIELD_DENIED") continue;
    const name = `${purpose} ${String(extensions[isRefusal ? "code" : "coordinate"])}`;
    const { query, variables } = context.params ?? {};
    const ofArguments = isRefusal || extensions["reason"] === "OUT_OF_SCOPE";
    if (ofArguments) {
      asked ??= createHash("sha256")
        .update(JSON.stringify([query, variables]))
        .digest("base64");
    }
    (denials ??= new Set()).add(ofArguments ? `${name} ${asked ?? ""}` : name);
  }
  return denials;
};

/** After execution, before anything leaves: people and firms are charged, denials are noted. */
const limitAnswers = (limiter: CallerLimiter): HubPlugin => ({
  onExecutionResult: (payload) => {
    const { result, context: given } = payload;
    if (!result || Symbol.asyncIterator in result) return undefined;
    const context = contextOf(given);
    const caller = callerOf(context);
    if (!caller) return undefined;
    const answer = result as ExecutionResult;
    const denials = limiter.watch && answer.errors ? denialsIn(answer, context) : undefined;
    if (denials) limiter.watch?.isDenied(caller, denials);
    const [decided, observation] = [decisionOf(context), observationOf(context)];
    if (!decided || !observation || answer.data == null) return undefined;
    return whenCharged(limiter.chargeSubjects(caller, quotasOf(decided), observation), (charge) => {
      if (charge.kind === "allowed") return;
      // Nothing of it leaves, so nothing of it was disclosed.
      forgetObservation(context);
      payload.setResult({ errors: [refusalOf(charge, limiter.clock())] });
    });
  },
});

/**
 * Limits per caller, where there are callers: a rate per app, the quotas of grants, and a watch for guessing. MUST come
 * after authenticate and policy, and before whatever records disclosures.
 */
export const limitCallers =
  (limiter: CallerLimiter): Step =>
  () => ({ plugins: [limitRate(limiter), limitRequests(limiter), limitAnswers(limiter)] });
