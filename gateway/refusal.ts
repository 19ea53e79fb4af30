import type { GraphQLError } from "graphql";

/** Thrown by a step to end a request with several errors. A step with one error throws the GraphQLError itself. */
export class Refusal extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join(" "));
    this.name = "Refusal";
    this.errors = errors;
  }
}
