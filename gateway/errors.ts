import { GraphQLError, type GraphQLErrorOptions } from "graphql";
import { errorWords, gatewayErrors, type ErrorFillings, type ErrorRow } from "../schema/errors.ts";

/** Every error code that the gateway itself answers with. */
export type HubErrorCode = keyof typeof gatewayErrors;

/** The fillings of a code's message, by name. */
export type HubErrorParameters<Code extends HubErrorCode> = ErrorFillings<(typeof gatewayErrors)[Code]>;

/**
 * An error of the hub: `message` in English, `extensions.code`, `extensions.zh` with the Chinese text.
 * A code with an HTTP status sets it for the whole answer (`extensions.http` is for the server, it is not sent).
 */
export function hubError<Code extends HubErrorCode>(
  code: Code,
  parameters: HubErrorParameters<Code>,
  options: GraphQLErrorOptions = {},
): GraphQLError {
  const row = gatewayErrors[code];
  const { en, zh } = errorWords(row, parameters);
  const [status, , , kind]: ErrorRow = row;
  return new GraphQLError(en, {
    ...options,
    extensions: {
      code,
      zh,
      ...options.extensions,
      ...(status === null ? {} : { http: { status, ...(kind === "well-formed" && { spec: true }) } }),
    },
  });
}

/** What a log has of the hub's own mistake: its kind and its place, for a message may quote data. */
export function placeOf(error: unknown): { readonly reason: string; readonly at: readonly string[] } {
  const { name: reason, stack = "" } = error instanceof Error ? error : new Error();
  return { reason, at: stack.split("\n    at ").slice(1, 4) };
}
