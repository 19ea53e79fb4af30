import type { UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import type { Enforcement, Observation } from "./enforcement.ts";
import { createFallback, type FallbackReason, fallbackReason, refuseFallback } from "./fallback.ts";
import type { Post } from "./fetch/post.ts";
import { postThroughRuntime } from "./fetch/post-through-runtime.ts";
import { isObject } from "./json.ts";
import { defaultLimits, type ExecutionLimits } from "./limits.ts";
import { compileOperation, type OperationCompiler } from "./operation/compile-operation.ts";
import { executeOperation, type OperationRequest } from "./operation/execute-operation.ts";
import { OperationCache, type OperationKey } from "./operation/operation-cache.ts";
import { createReadOperation } from "../operation/read-operation.ts";
import { consumerSchemaOf } from "./plan/consumer-schema.ts";
import { createPlanner } from "./plan/planner.ts";

type RuntimeOptions = Parameters<UnifiedGraphHandler>[0];
type Executor = NonNullable<Awaited<ReturnType<UnifiedGraphHandler>>["executor"]>;
type ExecutionRequest = Parameters<Executor>[0];

/** How the executor is wired into a gateway. */
export interface CompiledHandlerOptions {
  /** The policy's decision for a request, looked up by its context. Absent, or undefined: everything is written. */
  readonly enforcementOf?: ((context: unknown) => Enforcement | undefined) | undefined;
  /** Told, before the answer is handed on, what it releases. A throw here means that nothing is released. */
  readonly onObserved?: ((context: unknown, observation: Observation) => void) | undefined;
  /** Sends fetches. Absent: the runtime's own transports, with their hooks. */
  readonly post?: Post | undefined;
  readonly limits?: Partial<ExecutionLimits> | undefined;
  /** Bytes that compiled operations may take, roughly; default 64 MiB. */
  readonly planCacheBytes?: number | undefined;
  /** Told when an operation is left to the runtime's own executor. */
  readonly onFallback?: ((reason: FallbackReason) => void) | undefined;
}

/** The signal that aborts when the client leaves, wherever the HTTP layer has put it. */
const clientSignalOf = ({ signal, context }: ExecutionRequest): AbortSignal | undefined => {
  if (signal) return signal;
  const request: unknown = isObject(context) ? context["request"] : undefined;
  return request instanceof Object && "signal" in request && request.signal instanceof AbortSignal
    ? request.signal
    : undefined;
};

const createExecutor = (
  runtime: RuntimeOptions,
  compiler: Omit<OperationCompiler, "plan">,
  options: CompiledHandlerOptions,
) => {
  const planner = createPlanner(runtime);
  const limits: ExecutionLimits = { ...defaultLimits, ...options.limits };
  const cache = new OperationCache(options.planCacheBytes ?? 64 * 1024 * 1024);
  const readOperation = createReadOperation(compiler.consumerSchema);
  const fallBack = createFallback(runtime);
  const { onObserved, enforcementOf, onFallback } = options;

  const compile = ({ read, conditions, labels, enforcement }: OperationKey) =>
    compileOperation(read, conditions, enforcement, {
      ...compiler,
      plan: (query, name) => planner.plan(query, name, labels),
    });

  const run = async (request: ExecutionRequest, enforcement: Enforcement | undefined) => {
    const { document, operationName, context } = request;
    const read = readOperation(document, operationName);
    const variables = read.coerceVariables(request.variables);
    const conditions = read.conditionsOf(variables);
    const labels = planner.activeLabels(context);
    const compiled = cache.get({ read, conditions, labels, enforcement }, compile);
    const operation = compiled instanceof Promise ? await compiled : compiled;
    const operationRequest: OperationRequest = {
      variables,
      context,
      clientSignal: clientSignalOf(request),
      limits,
      onObserved:
        onObserved &&
        ((observation) => {
          onObserved(context, observation);
        }),
    };
    return executeOperation(operation, operationRequest);
  };

  const executor = (request: ExecutionRequest) => {
    const enforcement = enforcementOf?.(request.context);
    const reason = fallbackReason(request.document, request.operationName);
    if (reason === undefined) return run(request, enforcement);
    if (enforcement !== undefined) throw refuseFallback(reason);
    onFallback?.(reason);
    return fallBack(request);
  };
  return { executor: executor as Executor, overrideLabels: planner.overrideLabels };
};

/**
 * A `unifiedGraphHandler` for the Hive Gateway runtime: Hive's planner and HTTP layer, and between them an executor that
 * compiles each operation once. Subscriptions and `@defer` are left to router-runtime, and refused under an enforcement.
 */
export const createCompiledHandler =
  (options: CompiledHandlerOptions = {}): UnifiedGraphHandler =>
  (runtime) => {
    const consumerSchema = consumerSchemaOf(runtime.getUnifiedGraphSDL());
    const post = options.post ?? postThroughRuntime(runtime.onSubgraphExecute);
    const observes = options.onObserved !== undefined;
    const compiler = { consumerSchema, supergraph: runtime.unifiedGraph, post, observes };
    return {
      unifiedGraph: consumerSchema,
      getSubgraphSchema: () => consumerSchema,
      ...createExecutor(runtime, compiler, options),
    };
  };
