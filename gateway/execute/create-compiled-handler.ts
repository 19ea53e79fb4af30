import type { UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import { type DocumentNode, getOperationAST, GraphQLError, OperationTypeNode, visit } from "graphql";
import type { Enforcement, Observation } from "./enforcement.ts";
import type { Post } from "./fetch/post.ts";
import { postThroughRuntime } from "./fetch/post-through-runtime.ts";
import { defaultLimits, type ExecutionLimits } from "./limits.ts";
import { BoundedCache } from "./operation/bounded-cache.ts";
import { type CompiledOperation, compileOperation } from "./operation/compile-operation.ts";
import { executeOperation } from "./operation/execute-operation.ts";
import { consumerSchemaOf } from "./plan/consumer-schema.ts";
import { createPlanner } from "./plan/planner.ts";

type HandlerOptions = Parameters<UnifiedGraphHandler>[0];
type Executor = NonNullable<Awaited<ReturnType<UnifiedGraphHandler>>["executor"]>;
type ExecutionRequest = Parameters<Executor>[0];

/** Why an operation was left to the runtime's own executor. */
export type FallbackReason = "subscription" | "defer";

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

const fallbackReason = (document: DocumentNode, operationName: string | undefined): FallbackReason | undefined => {
  if (getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION) return "subscription";
  const directives = new Set<string>();
  visit(document, {
    Directive: (node) => {
      directives.add(node.name.value);
    },
  });
  return directives.has("defer") || directives.has("stream") ? "defer" : undefined;
};

/** Numbers documents, so that a cache's key can be text and does not keep a document alive. */
class DocumentNumbers {
  readonly #numbers = new WeakMap<DocumentNode, number>();
  #next = 0;

  of(document: DocumentNode): number {
    const known = this.#numbers.get(document);
    if (known !== undefined) return known;
    this.#numbers.set(document, this.#next);
    return this.#next++;
  }
}

/** What is remembered of a document: whether it can be compiled, and its compiled operation once it is. */
type Known =
  { readonly fallback: FallbackReason } | { readonly compiled: Promise<CompiledOperation> | CompiledOperation };

const createExecutor = (runtime: HandlerOptions, options: CompiledHandlerOptions) => {
  const planner = createPlanner(runtime);
  const consumerSchema = consumerSchemaOf(runtime.getUnifiedGraphSDL());
  const post = options.post ?? postThroughRuntime(runtime.onSubgraphExecute);
  const limits: ExecutionLimits = { ...defaultLimits, ...options.limits };
  const cache = new BoundedCache<Known>(options.planCacheBytes ?? 64 * 1024 * 1024);
  const numbers = new DocumentNumbers();
  const { onObserved, enforcementOf } = options;

  const compile = (
    request: ExecutionRequest,
    enforcement: Enforcement | undefined,
    key: string,
    labels: string,
  ): Known => {
    const { document } = request;
    const operationName = request.operationName ?? undefined;
    const fallback = fallbackReason(document, operationName);
    if (fallback !== undefined) return { fallback };
    const plan = (query: string, name: string | undefined) => planner.plan(query, name, labels);
    const compiler = {
      consumerSchema,
      supergraph: runtime.unifiedGraph,
      post,
      plan,
      observes: onObserved !== undefined,
    };
    const compiled = compileOperation(document, operationName, enforcement, compiler).then(
      (operation) => {
        cache.set(key, { compiled: operation }, operation.weight);
        return operation;
      },
      (error: unknown) => {
        cache.delete(key);
        throw error;
      },
    );
    return { compiled };
  };

  const lookUp = (request: ExecutionRequest, enforcement: Enforcement | undefined): Known => {
    const labels = planner.activeLabels(request.context);
    const key = `${numbers.of(request.document)}|${request.operationName ?? ""}|${labels}|${enforcement?.key ?? ""}`;
    const known = cache.get(key) ?? compile(request, enforcement, key, labels);
    if ("fallback" in known || known.compiled instanceof Promise) cache.set(key, known, 1_000);
    return known;
  };

  const run = async (
    compiled: Promise<CompiledOperation> | CompiledOperation,
    request: ExecutionRequest,
  ): Promise<Awaited<ReturnType<Executor>>> => {
    const operation = compiled instanceof Promise ? await compiled : compiled;
    const { context, variables } = request;
    return executeOperation(operation, {
      variables,
      context,
      clientSignal: request.signal,
      limits,
      onObserved:
        onObserved &&
        ((observation) => {
          onObserved(context, observation);
        }),
    });
  };

  const fallBack = async (reason: FallbackReason, request: ExecutionRequest, governed: boolean) => {
    if (governed) {
      throw new GraphQLError(`@${reason} is not available for governed requests.`, {
        extensions: { code: "HUB_UNSUPPORTED", http: { status: 400 } },
      });
    }
    options.onFallback?.(reason);
    const { unifiedGraphHandler } = await import("@graphql-hive/router-runtime");
    const { executor } = await unifiedGraphHandler(runtime);
    return executor?.(request);
  };

  const executor = (request: ExecutionRequest) => {
    const enforcement = enforcementOf?.(request.context);
    const known = lookUp(request, enforcement);
    if ("fallback" in known) return fallBack(known.fallback, request, enforcement !== undefined);
    return run(known.compiled, request);
  };
  return { executor, consumerSchema, planner };
};

/**
 * A `unifiedGraphHandler` for the Hive Gateway runtime: Hive's planner and HTTP layer, and between them an executor that
 * compiles each operation once. Subscriptions and `@defer` are left to router-runtime, and refused under an enforcement.
 */
export const createCompiledHandler =
  (options: CompiledHandlerOptions = {}): UnifiedGraphHandler =>
  (runtime) => {
    const { executor, consumerSchema, planner } = createExecutor(runtime, options);
    return {
      unifiedGraph: consumerSchema,
      executor: executor as Executor,
      getSubgraphSchema: () => consumerSchema,
      overrideLabels: planner.overrideLabels,
    };
  };
