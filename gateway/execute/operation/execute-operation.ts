import { setMaxListeners } from "node:events";
import { hubError } from "../../errors.ts";
import type { Observation } from "../enforcement.ts";
import type { JsonObject } from "../json.ts";
import type { ExecutionLimits } from "../limits.ts";
import type { Run, Variables } from "../run.ts";
import { WriteState } from "../write/write-state.ts";
import { type CompiledAnswer, createAnswer } from "./answer.ts";
import type { CompiledOperation } from "./compile-operation.ts";

/** One request for a compiled operation. */
export interface OperationRequest {
  /** Coerced. */
  readonly variables: Variables;
  readonly context: unknown;
  /** Aborted when the client left. */
  readonly clientSignal: AbortSignal | undefined;
  readonly limits: ExecutionLimits;
  readonly onObserved: ((observation: Observation) => void) | undefined;
}

/** Runs `work` with a signal that aborts at the deadline or when the client leaves, whichever is first. */
const withDeadline = async <Result>(
  clientSignal: AbortSignal | undefined,
  milliseconds: number,
  work: (signal: AbortSignal, onAbort: Set<() => void>) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController();
  // As many listeners as a plan has fetches are no leak.
  setMaxListeners(0, controller.signal);
  const onAbort = new Set<() => void>();
  const abort = (): void => {
    controller.abort();
    for (const listener of [...onAbort]) listener();
  };
  const timer = setTimeout(abort, milliseconds);
  clientSignal?.addEventListener("abort", abort, { once: true });
  try {
    clientSignal?.throwIfAborted();
    const result = await work(controller.signal, onAbort);
    clientSignal?.throwIfAborted();
    return result;
  } catch (error) {
    // Nobody waits for the other fetches any more.
    abort();
    throw error;
  } finally {
    clearTimeout(timer);
    clientSignal?.removeEventListener("abort", abort);
  }
};

const write = (operation: CompiledOperation, run: Run, request: OperationRequest): CompiledAnswer => {
  const { coordinates, write: writeData } = operation;
  const state = new WriteState(run, coordinates !== undefined);
  const text = writeData(run.data, state);
  if (text === null) state.rollBack(0);
  if (text !== null && text.length > run.limits.answerLength) throw state.tooLong();
  state.finish();
  if (coordinates && state.journal) request.onObserved?.(state.journal.observation(coordinates));
  if (run.droppedErrors > 0) run.errors.push(hubError("HUB_ERRORS_DROPPED", { count: run.droppedErrors }));
  return createAnswer(text ?? "null", run.errors);
};

/**
 * Answers one request: fetch, merge, write. Rejects with a GraphQLError when nothing can be answered (an answer
 * beyond its bounds), and with the signal's reason when the client left.
 */
export const executeOperation = async (
  operation: CompiledOperation,
  request: OperationRequest,
): Promise<CompiledAnswer> => {
  const { variables } = request;
  return withDeadline(request.clientSignal, request.limits.deadline, async (signal, onAbort) => {
    const data: JsonObject = operation.ownData?.(variables) ?? {};
    const { context, limits } = request;
    const run: Run = {
      data,
      variables,
      errors: [],
      context,
      signal,
      onAbort,
      limits,
      rows: 0,
      droppedErrors: 0,
      sharedPlaces: new Set(),
    };
    await operation.fetch(run);
    return write(operation, run, request);
  });
};
