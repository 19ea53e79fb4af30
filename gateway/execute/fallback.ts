import type { UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import { type DocumentNode, getOperationAST, type GraphQLError, OperationTypeNode, visit } from "graphql";
import { hubError } from "../errors.ts";

type RuntimeOptions = Parameters<UnifiedGraphHandler>[0];
type Executor = NonNullable<Awaited<ReturnType<UnifiedGraphHandler>>["executor"]>;

/** Why an operation is left to the runtime's own executor: its answer is a stream, which a compiled writer is not made for. */
export type FallbackReason = "subscription" | "defer";

const deferring = new WeakMap<DocumentNode, boolean>();

const defers = (document: DocumentNode): boolean => {
  const known = deferring.get(document);
  if (known !== undefined) return known;
  const directives = new Set<string>();
  visit(document, {
    Directive: (node) => {
      directives.add(node.name.value);
    },
  });
  const found = directives.has("defer") || directives.has("stream");
  deferring.set(document, found);
  return found;
};

/** The reason to leave an operation to the runtime's executor, if there is one. */
export const fallbackReason = (
  document: DocumentNode,
  operationName: string | undefined,
): FallbackReason | undefined => {
  if (getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION) return "subscription";
  return defers(document) ? "defer" : undefined;
};

/** Executes with router-runtime, which is loaded when it is first needed. */
export const createFallback = (runtime: RuntimeOptions): Executor => {
  let loaded: Promise<Executor | undefined> | undefined;
  const load = async (): Promise<Executor | undefined> => {
    const { unifiedGraphHandler } = await import("@graphql-hive/router-runtime");
    return (await unifiedGraphHandler(runtime)).executor;
  };
  const execute = async (request: Parameters<Executor>[0]) => {
    loaded ??= load();
    const executor = await loaded;
    if (executor === undefined) throw new TypeError("The runtime has no executor.");
    return executor(request);
  };
  return execute as Executor;
};

/** A governed request is never left to an executor that knows no masks. */
export const refuseFallback = (reason: FallbackReason): GraphQLError =>
  reason === "subscription" ? hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {}) : hubError("HUB_STREAMING_UNSUPPORTED", {});
