import { GraphQLError, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from "graphql";

import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { readCatalogueSource } from "../../schema/catalog/catalogue-source.ts";
import { refuseProblems } from "../../schema/catalog/check-catalogue.ts";
import type { Overlay } from "../../schema/catalog/overlay.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { GatewayLimits } from "../config.ts";
import { contextOf, type RequestContext } from "../context.ts";
import { hubError } from "../errors.ts";
import type { FindGrant } from "../grant/grant-for-request.ts";
import type { HubPlugin, Step } from "../step.ts";
import { retryOf } from "./answer-decision.ts";
import { asksFor } from "./asks-for.ts";
import { createPolicy } from "./create-policy.ts";
import { decideRequest, type DecidingParts } from "./decide-request.ts";
import type { Decision } from "./decision.ts";
import { compileFetchCoordinates } from "../upstream/fetch-coordinates.ts";
import { operationOf } from "./operation-of.ts";
import { noteAsking } from "./own-questions.ts";
import { decisionOf, noteDecision, noteOwnOperation, type DecidedRequest } from "./request-decisions.ts";
import { sharingOf } from "./sharing.ts";
import { createStillGranted, type StillGranted } from "./still-granted.ts";
import { decideQuestion } from "./why-denied.ts";

/** What the policy step is made of. */
export interface PolicyOptions {
  readonly overlay: Overlay;
  readonly findGrant: FindGrant;
  /** The authenticated caller of a request; undefined is nobody, who gets nothing but the schema. */
  readonly callerOf: (context: RequestContext) => Caller | undefined;
  /** Told of each catalogue before it is used; grants are read again against it. */
  readonly onCatalogue?: (catalogue: Catalogue) => void;
  /** Told of every decision, dry runs included. MUST NOT throw. */
  readonly onDecision?: (context: RequestContext, decision: Decision) => void;
  readonly clock?: () => number;
}

const failed = (...errors: readonly GraphQLError[]): ExecutionResult => ({ errors: [...errors] });

/** What the steps before made of a request. */
type Prepared =
  | { readonly kind: "free" }
  | { readonly kind: "refused"; readonly error: GraphQLError }
  /** Nothing but questions to the hub itself. */
  | { readonly kind: "own"; readonly caller: Caller }
  | { readonly kind: "decided"; readonly decided: DecidedRequest; readonly isAsking: boolean };

/** Everything that one loaded supergraph's requests are prepared with. */
interface Preparing extends DecidingParts {
  readonly own: ReadonlySet<string>;
  readonly callerOf: PolicyOptions["callerOf"];
}

const prepare = (args: ExecutionArgs, context: RequestContext, parts: Preparing): Prepared => {
  const { schema, document, operationName = null, variableValues: variables } = args;
  const operation = operationOf(document, operationName);
  // The executor says what is wrong with a name that picks no operation.
  if (!operation) return { kind: "free" };
  const rootType = schema.getRootType(operation.operation)?.name ?? "";
  const { data, own: isAsking } = asksFor(document, operation, rootType, parts.own);
  if (!data && !isAsking) return { kind: "free" };
  const caller = parts.callerOf(context);
  if (!caller) {
    return {
      kind: "refused",
      error: hubError("HUB_UNAUTHENTICATED", {
        reason: { en: "data is not given to strangers", zh: "不向未登录者提供数据" },
      }),
    };
  }
  if (!data) return { kind: "own", caller };
  const purpose = context.request.headers.get("x-purpose");
  try {
    const asked = { caller, purpose, document, operationName, variables: variables ?? {} };
    const decided = decideRequest(asked, parts);
    return decided ? { kind: "decided", decided, isAsking } : { kind: "free" };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { kind: "refused", error };
  }
};

const isResult = (result: unknown): result is ExecutionResult =>
  typeof result === "object" && result !== null && !(Symbol.asyncIterator in result);

/** On the way out: the grant is looked at again, and the answer says on what ground it was given. */
const releasing =
  (context: RequestContext, stillGranted: StillGranted, clock: () => number) =>
  ({
    result,
    setResult,
  }: {
    readonly result: unknown;
    readonly setResult: (result: ExecutionResult) => void;
  }): void => {
    // What the quotas left of the decision, when they are used up.
    const decided = decisionOf(context);
    if (!isResult(result) || !decided) return;
    if (!stillGranted(context)) {
      setResult(failed(hubError("HUB_NO_GRANT", { purpose: decided.purpose })));
      return;
    }
    const http = retryOf(decided.decision, clock);
    const sharing: unknown = result.extensions?.["sharing"] ?? sharingOf(decided.decision);
    setResult({ ...result, extensions: { ...result.extensions, sharing, ...(http && { http }) } });
  };

const createPlugin = (
  partsFor: (schema: GraphQLSchema) => Preparing,
  limits: GatewayLimits,
  options: PolicyOptions,
): HubPlugin => {
  const { clock = Date.now } = options;
  const stillGranted = createStillGranted(options.findGrant, clock);
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const executionArgs = args as ExecutionArgs;
      const { schema, document } = executionArgs;
      const context = contextOf(args.contextValue as object);
      const parts = partsFor(schema);
      const mayAsk = (caller: Caller): void => {
        noteAsking(context, caller, (question) => decideQuestion(question, caller, schema, limits, parts));
      };
      const prepared = prepare(executionArgs, context, parts);
      switch (prepared.kind) {
        case "free":
          return undefined;
        case "refused":
          setResultAndStopExecution(failed(prepared.error));
          return undefined;
        case "own":
          mayAsk(prepared.caller);
          noteOwnOperation(context, document);
          return undefined;
        case "decided": {
          const { decided, isAsking } = prepared;
          if (isAsking) mayAsk(decided.caller);
          options.onDecision?.(context, decided.decision);
          noteDecision(context, decided);
          return { onExecuteDone: releasing(context, stillGranted, clock) };
        }
      }
    },
  };
};

/**
 * The policy step: decides every data request before it is planned, from memory, and notes the decision for the executor
 * and the envelope. Put it after `authenticate` and before whatever executes. Throws `CatalogueError` when the supergraph's
 * classification may not be used, so that a bad supergraph is never served.
 */
export const createPolicyStep =
  (options: PolicyOptions): Step =>
  ({ supergraph, limits, logger, applyAt }) => {
    const catalogue = buildCatalogue(supergraph.sdl, options.overlay);
    refuseProblems(catalogue.problems);
    for (const { kind, message } of catalogue.problems) if (kind !== "UNCLASSIFIED") logger.warn({ kind }, message);
    const unclassified = catalogue.problems.filter(({ kind }) => kind === "UNCLASSIFIED").length;
    if (unclassified > 0) logger.warn({ unclassified }, "Unclassified fields are shared with nobody.");
    options.onCatalogue?.(catalogue);
    const { document, index } = readCatalogueSource(supergraph.sdl, options.overlay);
    const { findGrant, callerOf, clock = Date.now } = options;
    const { own } = supergraph;
    const fieldsOf = compileFetchCoordinates(document, index);
    const known = new WeakMap<GraphQLSchema, Preparing>();
    const partsFor = (schema: GraphQLSchema): Preparing => {
      const before = known.get(schema);
      if (before) return before;
      const policy = createPolicy(schema, catalogue, { own, applyAt });
      const parts: Preparing = { policy, findGrant, fieldsOf, clock, own, callerOf };
      known.set(schema, parts);
      return parts;
    };
    return { plugins: [createPlugin(partsFor, limits, options)] };
  };
