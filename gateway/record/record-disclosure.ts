import type { ExecutionResult } from "graphql";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { LedgerLag } from "../../ledger/store/lag.ts";
import { callerOf } from "../authenticate/request-caller.ts";
import { contextOf, type RequestContext } from "../context.ts";
import { hubError } from "../errors.ts";
import { observationOf } from "../execute/observations.ts";
import type { AskedOperation } from "../front/parse-request.ts";
import { isDryRun, rejectsDenials } from "../decide/answer-decision.ts";
import { askingOf } from "../decide/own-questions.ts";
import { decisionOf } from "../decide/request-decisions.ts";
import type { StillGranted } from "../decide/still-granted.ts";
import type { HubPlugin, Step } from "../step.ts";
import { commitArguments } from "./commit-arguments.ts";
import { disclosureOf, recordsOfQuestions, type AnsweredOperation } from "./disclosure.ts";
import { usesOf, type GrantUse } from "./grant-use.ts";
import { hashOperation } from "../release/outcome.ts";

/** The part of the ledger that a gateway needs. */
export interface DisclosureLedger {
  /** Resolves only once the record is durable; rejects when that is not known within its bound. */
  readonly append: (record: DisclosureRecord) => Promise<{ readonly index: number; readonly id: string }>;
  /** Told what was released under which grants, once it is recorded. MUST NOT throw, nor wait. */
  readonly used?: (uses: readonly GrantUse[]) => void;
  /** Whether a record could be made durable now; asked when none was lately. MUST resolve within a bound, never reject. */
  readonly probe?: () => Promise<boolean>;
  /** How far signing is behind, for metrics. */
  readonly lag?: () => Promise<LedgerLag>;
}

const answeredOf = (
  context: RequestContext & { readonly params?: AskedOperation },
  result: ExecutionResult,
  now: number,
) => {
  const caller = callerOf(context);
  if (caller === undefined) return undefined;
  const decided = decisionOf(context);
  const { request } = context;
  const { salt, commitments } = commitArguments(context.params?.variables ?? {});
  const failed = (result.errors?.length ?? 0) > 0;
  const answered: AnsweredOperation = {
    caller,
    decision: decided?.decision,
    observation: observationOf(context),
    purpose: decided?.purpose ?? request.headers.get("x-purpose"),
    operationHash: typeof context.params?.query === "string" ? hashOperation(context.params.query) : null,
    traceId: context.trace.traceId,
    dryRun: isDryRun(request),
    failed,
    rejected: failed && rejectsDenials(request) && decided !== undefined,
    argumentCommitments: commitments,
    now,
    latencyMs: performance.now() - context.started,
  };
  const questions = recordsOfQuestions(askingOf(context)?.questions ?? [], answered);
  // A request that only asks the hub about its rules is what it asks.
  const record = (decided === undefined ? questions.pop() : undefined) ?? disclosureOf(answered);
  return { salt, questions, record };
};

const withReceipt = (
  result: ExecutionResult,
  receipt: { readonly index: number; readonly id: string; readonly salt: string },
): ExecutionResult => {
  const sharing = result.extensions?.["sharing"] as object | undefined;
  return { ...result, extensions: { ...result.extensions, sharing: { ...sharing, receipt } } };
};

/**
 * Release after record: the answer to an authenticated caller leaves only when its record is durable, denials, failures
 * and dry runs included. When it is not, the request fails with HUB_LEDGER_UNAVAILABLE and nothing of it leaves. A grant
 * that ended while the record was written holds the answer back too: the log then says more than was given, never less.
 * Requests of nobody are refused without data and leave their trace in the log only, so that strangers cannot fill the ledger.
 */
const recordDisclosure = (
  ledger: DisclosureLedger,
  stillGranted: StillGranted = () => true,
  clock: () => number = Date.now,
): HubPlugin => ({
  onExecutionResult: async (payload) => {
    const { result, context } = payload;
    if (!result || Symbol.asyncIterator in result) return;
    const answered = answeredOf(contextOf(context), result as ExecutionResult, clock());
    if (answered === undefined) return;
    try {
      for (const question of answered.questions) await ledger.append(question);
      const { index, id } = await ledger.append(answered.record);
      const receipt = { index, id, salt: answered.salt };
      const purpose = answered.record.purpose ?? "";
      if (stillGranted(contextOf(context))) {
        payload.setResult(withReceipt(result as ExecutionResult, receipt));
        ledger.used?.(usesOf(decisionOf(context)?.decision, observationOf(context), clock()));
      } else {
        payload.setResult(withReceipt({ errors: [hubError("HUB_NO_GRANT", { purpose })] }, receipt));
      }
    } catch {
      payload.setResult({ errors: [hubError("HUB_LEDGER_UNAVAILABLE", {})] });
    }
  },
});

/** The step of it, where a ledger is kept. */
export const recordStep =
  (ledger: DisclosureLedger, stillGranted?: StillGranted): Step =>
  () => ({ plugins: [recordDisclosure(ledger, stillGranted)] });
