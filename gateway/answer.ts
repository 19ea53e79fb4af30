import type { GraphQLError } from "graphql";

/** The answer to one operation, or (with `parts`) to a batch of them. Immutable: a step that changes it makes another. */
export interface Answer {
  /** `data` as JSON text in UTF-8; null is null, undefined is no entry at all: nothing was executed. */
  readonly data?: Buffer | null | undefined;
  readonly errors: readonly GraphQLError[];
  /** Denials that stand in the extensions, because the caller wants no errors for them. */
  readonly quieted?: readonly GraphQLError[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  /** HTTP headers that the answer asks for, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The answers to a batch's operations, in their order; the other entries are empty then. */
  readonly parts?: readonly Answer[] | undefined;
  /** True for pure introspection, which is the same for every caller and holds no secret. */
  readonly isPublic?: boolean | undefined;
}

/** An answer of errors alone: nothing was executed. */
export function refused(...errors: readonly GraphQLError[]): Answer {
  return { errors };
}
