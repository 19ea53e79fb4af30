import type { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";
import type { Variables } from "../operation/coerce-variables.ts";
import type { Post } from "./fetch/post.ts";
import type { JsonObject } from "./json.ts";
import type { ExecutionLimits } from "./limits.ts";

/** The place of a value in the caller's answer. */
export type AnswerPath = readonly (string | number)[];

/** One request while its plan runs. */
export interface Run {
  /** The subgraphs' answers, merged under the caller's response keys. */
  readonly data: JsonObject;
  readonly variables: Variables;
  /** Credit code of the firm that asks for itself: rows about anybody else are withheld. */
  readonly firm: string | null;
  /** Add to it with {@link report}, which keeps it bounded. */
  readonly errors: GraphQLError[];
  /** Sends this request's fetches. */
  readonly post: Post;
  /** Aborted when the deadline passes or the client leaves. */
  readonly signal: AbortSignal;
  /** Called when it aborts: a request has many fetches, and a set is cheaper than listeners. */
  readonly onAbort: Set<() => void>;
  readonly limits: ExecutionLimits;
  /** Entities found so far. */
  rows: number;
  /** Places at which the data does refer to one thing several times. */
  readonly sharedPlaces: Set<string>;
  /** Errors that did not fit. */
  droppedErrors: number;
}

/** One node of a compiled plan. Resolves when its part of `run.data` is in place; rejects only to end the whole request. */
export type RunNode = (run: Run) => Promise<void> | undefined;

/** Prefix of the response keys under which the gateway fetches what callers do not see; callers may not use it. */
export const HIDDEN = "_hub_";

const isHidden = ({ path = [] }: GraphQLError): boolean =>
  path.some((segment) => typeof segment === "string" && segment.startsWith(HIDDEN));

/** Adds an error to the answer, or counts it once the answer has its fill. One about what is fetched hidden is nobody's. */
export function report(run: Run, error: GraphQLError): void {
  if (isHidden(error)) return;
  if (run.errors.length < run.limits.errors) run.errors.push(error);
  else run.droppedErrors += 1;
}

/** Counts entities. Throws HUB_ANSWER_TOO_LARGE once the request has more than its bound: nothing is answered then. */
export function countRows(run: Run, rows: number): void {
  run.rows += rows;
  if (run.rows > run.limits.rows) throw answerTooLarge("rows", run.limits.rows);
}

/** The refusal of an answer that outgrew its bound. */
export function answerTooLarge(unit: "rows" | "characters", limit: number): GraphQLError {
  return hubError("HUB_ANSWER_TOO_LARGE", { unit: { en: unit, zh: unit === "rows" ? "行" : "个字符" }, limit });
}
