import { setMaxListeners } from "node:events";
import type { GraphQLError } from "graphql";
import { hubError } from "../../errors.ts";
import type { Variables } from "../../operation/coerce-variables.ts";
import type { Observation } from "../enforcement.ts";
import type { Post } from "../fetch/post.ts";
import type { JsonObject } from "../json.ts";
import type { ExecutionLimits } from "../limits.ts";
import type { Run } from "../run.ts";
import { WriteState } from "../write/write-state.ts";
import type { CompiledOperation } from "./compile-operation.ts";

/** One request for a compiled operation. */
export interface OperationRequest {
  /** Coerced. */
  readonly variables: Variables;
  /** Credit code of the firm that asks for itself. */
  readonly firm?: string | null | undefined;
  readonly post: Post;
  /** Calls back when the client has left; the result takes the listener out again. Absent: nobody leaves. */
  readonly onGone?: ((listener: () => void) => () => void) | undefined;
  readonly limits: ExecutionLimits;
}

/** The result of executing an operation. */
export interface Executed {
  /** The answer's data as JSON text in UTF-8; null when null propagation reached the root. */
  readonly data: Buffer | null;
  readonly errors: readonly GraphQLError[];
  /** The values and subjects that the answer releases; undefined when nobody asked to have them counted. */
  readonly observation: Observation | undefined;
}

/** The client left before its answer was there: nobody reads what is answered. */
export class ClientGone extends Error {}

/** Runs `work` with a signal that aborts at the deadline or when the client leaves, whichever is first. */
const withDeadline = async <Result>(
  { onGone, limits }: OperationRequest,
  work: (signal: AbortSignal, onAbort: Set<() => void>) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController();
  // Each fetch adds one abort listener; this silences Node's warning about more than ten.
  setMaxListeners(0, controller.signal);
  const onAbort = new Set<() => void>();
  const abort = (): void => {
    controller.abort();
    for (const listener of [...onAbort]) listener();
  };
  const state = { isGone: false };
  const timer = setTimeout(abort, limits.deadline);
  const stay = onGone?.(() => {
    state.isGone = true;
    abort();
  });
  try {
    const result = await work(controller.signal, onAbort);
    if (state.isGone) throw new ClientGone();
    return result;
  } catch (error) {
    // Nobody waits for the other fetches any more.
    abort();
    throw error;
  } finally {
    clearTimeout(timer);
    stay?.();
  }
};

const SCRATCH_CHARACTERS = 1_000_000;
const scratch = Buffer.allocUnsafeSlow(SCRATCH_CHARACTERS * 3);

/**
 * UTF-8 of a text. `Buffer.from` goes over it twice, once to learn its length: that takes half as long again. The text is
 * encoded at once: what the writer put together is a tree of a thousand little strings, which the garbage collector would
 * carry along for as long as the answer waits to leave.
 */
const encode = (text: string): Buffer =>
  text.length > SCRATCH_CHARACTERS ? Buffer.from(text) : Buffer.from(scratch.subarray(0, scratch.write(text)));

const write = ({ coordinates, write: writeData }: CompiledOperation, run: Run): Executed => {
  const state = new WriteState(run, coordinates !== undefined);
  const text = writeData(run.data, state);
  if (text === null) state.rollBack(0);
  else if (text.length > run.limits.answerLength) throw state.tooLong();
  state.finish();
  const observation = coordinates && state.journal?.observation(coordinates);
  if (run.droppedErrors > 0) run.errors.push(hubError("HUB_ERRORS_DROPPED", { count: run.droppedErrors }));
  return { data: text === null || text === "null" ? null : encode(text), errors: run.errors, observation };
};

/**
 * Executes one request: fetch, merge, write. Rejects with a GraphQLError when nothing can be answered (an answer beyond its
 * bounds), and with an Error when the client left.
 */
export function executeOperation(operation: CompiledOperation, request: OperationRequest): Promise<Executed> {
  const { variables, firm, post, limits } = request;
  return withDeadline(request, async (signal, onAbort) => {
    const data: JsonObject = operation.ownData?.(variables) ?? {};
    const run: Run = {
      data,
      variables,
      firm: firm ?? null,
      errors: [],
      post,
      signal,
      onAbort,
      limits,
      rows: 0,
      droppedErrors: 0,
      sharedPlaces: new Set(),
    };
    await operation.fetch(run);
    return write(operation, run);
  });
}
