import { GraphQLError, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from "graphql";

import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { readCatalogueSource } from "../../schema/catalog/catalogue-source.ts";
import { refuseProblems } from "../../schema/catalog/check-catalogue.ts";
import type { Overlay } from "../../schema/catalog/overlay.ts";
import type { Caller } from "../authenticate/caller.ts";
import { contextOf, type RequestContext } from "../context.ts";
import { hubError } from "../errors.ts";
import type { FindGrant } from "../grant/grant-for-request.ts";
import type { HubPlugin, Step } from "../step.ts";
import { asksForData } from "./asks-for-data.ts";
import { createPolicy, type Policy } from "./create-policy.ts";
import type { Decision } from "./decision.ts";
import { denialError } from "./denial-error.ts";
import { explain } from "./explanation.ts";
import { compileFetchCoordinates } from "./fetch-coordinates.ts";
import { TooIntricate } from "./filter-operation.ts";
import { operationOf } from "./operation-of.ts";
import { noteDecision } from "./request-decisions.ts";
import { sharingOf } from "./sharing.ts";
import { createStillGranted } from "./still-granted.ts";

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

/** `x-on-denied: reject`: one error per denied coordinate, and no data at all. */
const rejected = (decision: Decision, catalogue: Catalogue): ExecutionResult => ({
  data: null,
  errors: decision.denials.map(({ coordinate, denial, path }) => {
    const { message, extensions } = denialError(catalogue, decision.grant.purpose.code, coordinate, denial);
    return new GraphQLError(message, { path: [...path], extensions: { ...extensions } });
  }),
  extensions: { sharing: sharingOf(decision) },
});

/** `x-dry-run: true`: decisions only; no department is asked anything. */
const dryRun = (decision: Decision, catalogue: Catalogue): ExecutionResult => ({
  data: null,
  extensions: { sharing: { dryRun: true, ...explain(decision, catalogue) } },
});

/** What the steps before made of a request. */
type Prepared =
  | { readonly kind: "free" }
  | { readonly kind: "refused"; readonly result: ExecutionResult }
  | { readonly kind: "decided"; readonly caller: Caller; readonly decision: Decision; readonly purpose: string };

const refusedWith = (error: GraphQLError): Prepared => ({ kind: "refused", result: failed(error) });

const prepare = (args: ExecutionArgs, context: RequestContext, policy: Policy, options: PolicyOptions): Prepared => {
  const { document, operationName, variableValues } = args;
  const operation = operationOf(document, operationName ?? null);
  // The executor says what is wrong with a name that picks no operation.
  if (!operation || !asksForData(document, operation)) return { kind: "free" };
  const caller = options.callerOf(context);
  if (!caller) return refusedWith(hubError("HUB_UNAUTHENTICATED", { reason: "data is not given to strangers" }));
  const purpose = context.request.headers.get("x-purpose");
  const found = options.findGrant(caller, purpose, (options.clock ?? Date.now)());
  if (found.kind === "unavailable") return refusedWith(hubError("HUB_NOT_READY", {}));
  if (found.kind === "purpose-required") {
    const purposes = found.purposes.join(", ") || "none";
    return refusedWith(hubError("HUB_PURPOSE_REQUIRED", { purposes }));
  }
  try {
    const decision = policy.decide(document, operationName ?? null, found.grant, variableValues ?? {});
    return decision ? { kind: "decided", caller, decision, purpose: purpose?.trim() ?? "" } : { kind: "free" };
  } catch (error) {
    if (!(error instanceof TooIntricate)) throw error;
    return refusedWith(hubError("HUB_COST_EXCEEDED", { actual: "too many selections", limit: 50_000 }));
  }
};

const isResult = (result: unknown): result is ExecutionResult =>
  typeof result === "object" && result !== null && !(Symbol.asyncIterator in result);

const createPlugin = (
  policyFor: (schema: GraphQLSchema) => Policy,
  fieldsOf: ReturnType<typeof compileFetchCoordinates>,
  options: PolicyOptions,
): HubPlugin => {
  const stillGranted = createStillGranted(options.findGrant, options.clock);
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const executionArgs = args as ExecutionArgs;
      const context = contextOf(args.contextValue as object);
      const policy = policyFor(executionArgs.schema);
      const prepared = prepare(executionArgs, context, policy, options);
      if (prepared.kind === "free") return undefined;
      if (prepared.kind === "refused") {
        setResultAndStopExecution(prepared.result);
        return undefined;
      }
      const { decision, caller, purpose } = prepared;
      const { catalogue } = policy;
      options.onDecision?.(context, decision);
      const { headers } = context.request;
      if (headers.get("x-dry-run") === "true") {
        setResultAndStopExecution(dryRun(decision, catalogue));
        return undefined;
      }
      if (headers.get("x-on-denied") === "reject" && decision.denials.length > 0) {
        setResultAndStopExecution(rejected(decision, catalogue));
        return undefined;
      }
      noteDecision(context, { caller, decision, purpose, catalogue, fieldsOf });
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!isResult(result)) return;
          if (!stillGranted(context)) {
            setResult(failed(hubError("HUB_NO_GRANT", { purpose })));
            return;
          }
          setResult({ ...result, extensions: { ...result.extensions, sharing: sharingOf(decision) } });
        },
      };
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
  ({ supergraph, logger }) => {
    const catalogue = buildCatalogue(supergraph.sdl, options.overlay);
    refuseProblems(catalogue.problems);
    for (const { kind, message } of catalogue.problems) if (kind !== "UNCLASSIFIED") logger.warn({ kind }, message);
    const unclassified = catalogue.problems.filter(({ kind }) => kind === "UNCLASSIFIED").length;
    if (unclassified > 0) logger.warn({ unclassified }, "Unclassified fields are shared with nobody.");
    options.onCatalogue?.(catalogue);
    const { document, index } = readCatalogueSource(supergraph.sdl, options.overlay);
    const policies = new WeakMap<GraphQLSchema, Policy>();
    const policyFor = (schema: GraphQLSchema): Policy => {
      const known = policies.get(schema) ?? createPolicy(schema, catalogue);
      policies.set(schema, known);
      return known;
    };
    return { plugins: [createPlugin(policyFor, compileFetchCoordinates(document, index), options)] };
  };
