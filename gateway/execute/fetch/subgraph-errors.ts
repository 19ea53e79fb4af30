import { GraphQLError } from "graphql";
import { hubError } from "../../errors.ts";
import type { AnswerPath, Run } from "../run.ts";

/** A subgraph's error at its place in the caller's answer. */
export function relocate(error: GraphQLError, subgraph: string, path: AnswerPath | undefined): GraphQLError {
  return new GraphQLError(error.message, { path: path ?? null, extensions: { ...error.extensions, subgraph } });
}

/** There is no answer at all: why, as far as the caller is concerned. */
export function fetchFailure(run: Run, subgraph: string, path: AnswerPath | undefined): GraphQLError {
  const options = { path: path ?? null, extensions: { subgraph } };
  return run.signal.aborted
    ? hubError("HUB_SUBGRAPH_TIMEOUT", { subgraph, milliseconds: run.limits.deadline }, options)
    : hubError("HUB_SUBGRAPH_UNAVAILABLE", { subgraph }, options);
}
