import { createHash } from "node:crypto";
import type { ExecutionResult, GraphQLError } from "graphql";
import type { OperationOutcome } from "../context.ts";

const MAX_HASHES = 1_000;
const hashes = new Map<string, string>();

/** The first 16 hexadecimal digits of a document's SHA-256: names an operation in logs without telling its arguments. */
export const hashOperation = (query: string): string => {
  const known = hashes.get(query);
  if (known !== undefined) return known;
  const hash = createHash("sha256").update(query).digest("hex").slice(0, 16);
  if (hashes.size >= MAX_HASHES) hashes.clear();
  hashes.set(query, hash);
  return hash;
};

const codeOf = ({ extensions }: GraphQLError): string =>
  typeof extensions["code"] === "string" ? extensions["code"] : "UNKNOWN";

const statusOf = ({ extensions }: GraphQLError): number =>
  (extensions["http"] as { status?: number } | undefined)?.status ?? 0;

const resultOf = ({ data, errors }: ExecutionResult): OperationOutcome["result"] => {
  if (!errors || errors.length === 0) return "ok";
  if (data != null) return "partial";
  return errors.some((error) => statusOf(error) >= 500) ? "failed" : "refused";
};

// A name as GraphQL has it: whatever else a caller puts there does not belong in a log.
const isName = (value: unknown): value is string => typeof value === "string" && /^[_A-Za-z]\w{0,99}$/.test(value);

/** What is recorded of an answered operation. */
export const outcomeOf = (
  asked: { readonly query?: string | undefined; readonly operationName?: string | undefined } | undefined,
  answer: ExecutionResult,
): OperationOutcome => ({
  operationName: isName(asked?.operationName) ? asked.operationName : undefined,
  operationHash: typeof asked?.query === "string" ? hashOperation(asked.query) : undefined,
  codes: [...new Set(answer.errors?.map(codeOf))],
  result: resultOf(answer),
});
