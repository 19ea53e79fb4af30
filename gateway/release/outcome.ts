import type { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";

/** The outcome of one operation when it is over, without any data. */
export interface OperationOutcome {
  readonly operationName: string | undefined;
  /** The operation's own; undefined when there was none to read. */
  readonly operationHash: string | undefined;
  /** The errors' codes, each once. */
  readonly codes: readonly string[];
  /** ok: no error; partial: errors beside data; refused: the caller's doing; failed: the hub's. */
  readonly result: "ok" | "partial" | "refused" | "failed";
  /** The step that ended the request, if one did. */
  readonly step: string | undefined;
}

const codeOf = ({ extensions }: GraphQLError): string =>
  typeof extensions["code"] === "string" ? extensions["code"] : "UNKNOWN";

const statusOf = ({ extensions }: GraphQLError): number =>
  (extensions["http"] as { status?: number } | undefined)?.status ?? 0;

const resultOf = ({ data }: Answer, errors: readonly GraphQLError[]): OperationOutcome["result"] => {
  if (errors.length === 0) return "ok";
  if (data != null) return "partial";
  return errors.some((error) => statusOf(error) >= 500) ? "failed" : "refused";
};

/**
 * A name as GraphQL has it, without so many digits that it could tell of somebody: whatever else a caller puts there does not belong in
 * a log or a span.
 */
const isName = (value: unknown): value is string =>
  typeof value === "string" && /^(?!.*\d{6})[_A-Za-z]\w{0,63}$/.test(value);

/** The outcome of an answered operation. */
export function outcomeOf(
  { sent, operation, refusedBy }: Pick<Exchange, "sent" | "operation" | "refusedBy">,
  answer: Answer,
): OperationOutcome {
  const errors = [...answer.errors, ...(answer.quieted ?? [])];
  return {
    operationName: isName(sent?.operationName) ? sent.operationName : undefined,
    operationHash: operation?.hash,
    codes: [...new Set(errors.map(codeOf))],
    result: resultOf(answer, errors),
    step: refusedBy,
  };
}
