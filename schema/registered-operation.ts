import { createHash } from "node:crypto";

/** Operations that one app may have in force or proposed at once. */
export const MOST_OPERATIONS = 100;
/** Characters of one operation, as of any document that the gateway reads. */
export const LONGEST_OPERATION = 50_000;
/** Characters of all operations of one app: what a thousand apps take stays in a gateway's memory. */
export const MOST_CHARACTERS = 100_000;

/**
 * What an approval of an operation covers beside its text: a gateway refuses the operation where the graph in force makes something else of it.
 */
export interface OperationFacts {
  /** Every coordinate that it needs, sorted, with what its arguments give away. */
  readonly coordinates: readonly string[];
  /** Objects that it could return with the defaults of its variables. */
  readonly cost: number;
  /** The departments that are asked, in the order of the plan's fetches. */
  readonly plan: readonly string[];
}

/** An operation as it was approved for one app. */
export interface PinnedOperation extends OperationFacts {
  readonly id: string;
  /** Name of the one operation of its document. */
  readonly name: string;
  readonly text: string;
}

/** The id of a document: `sha256:` and 64 hexadecimal digits of its UTF-8 (GraphQL over HTTP, appendix on persisted documents). */
export function operationIdOf(text: string): string {
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
}

/** An id of that form. */
export const OPERATION_ID = /^sha256:[0-9a-f]{64}$/;
