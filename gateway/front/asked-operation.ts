import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";
import { assertNoNul, assertNumber } from "../operation/parse-document.ts";

/** A GraphQL-over-HTTP request as it was sent: only its being an object is known. */
export interface SentOperation {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** The same with its entries' types looked at. */
export interface AskedOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

const ENTRIES = new Set(["query", "variables", "operationName", "extensions"]);

const typeOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

const badRequest = (message: string, spec: boolean): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code: "BAD_REQUEST", http: { status: 400, headers: { allow: "GET, POST" }, ...(spec && { spec }) } },
  });

const isNothing = (value: unknown): value is null | undefined => value === undefined || value === null;

const assertObject = (name: string, value: unknown): void => {
  if (isNothing(value) || typeOf(value) === "object") return;
  throw badRequest(`Expected "${name}" param to be empty or an object, but given ${typeOf(value)}.`, false);
};

/** Levels of lists and objects in variables; deeper ones would end in the stack of whoever walks them next. */
const DEEPEST = 50;

/**
 * Refuses variables that no department could take: nested beyond any use, with U+0000 in a text, which PostgreSQL has no
 * form for, or with a number beyond doubles, which would reach a department as null.
 * @throws HUB_QUERY_TOO_DEEP, HUB_INVALID_VARIABLE, HUB_NUMBER_OUT_OF_RANGE
 */
const assertUsable = (value: unknown, levels: number): void => {
  if (typeof value === "string") assertNoNul(value);
  if (typeof value === "number") assertNumber(Number.isFinite(value));
  if (typeof value !== "object" || value === null) return;
  if (levels === 0) throw hubError("HUB_QUERY_TOO_DEEP", { limit: DEEPEST });
  for (const entry of Object.values(value)) assertUsable(entry, levels - 1);
};

/**
 * Looks at the entries of a GraphQL-over-HTTP request (specification, section 5): unknown ones and ones of other types are refused.
 * @throws GraphQLError BAD_REQUEST, HUB_QUERY_TOO_DEEP, HUB_INVALID_VARIABLE or HUB_NUMBER_OUT_OF_RANGE, HTTP 400
 */
export function readAsked(sent: SentOperation): AskedOperation {
  for (const [name, value] of Object.entries(sent)) {
    if (!isNothing(value) && !ENTRIES.has(name)) {
      throw badRequest(`Unexpected parameter "${name.slice(0, 100)}" in the request body.`, false);
    }
  }
  const { query, operationName, variables, extensions } = sent;
  if (isNothing(query)) throw badRequest("Must provide query string.", true);
  if (typeof query !== "string") {
    throw badRequest(`Expected "query" param to be a string, but given ${typeOf(query)}.`, false);
  }
  if (!isNothing(operationName) && typeof operationName !== "string") {
    throw badRequest(`Expected "operationName" param to be a string, but given ${typeOf(operationName)}.`, false);
  }
  assertObject("variables", variables);
  assertObject("extensions", extensions);
  assertUsable(variables, DEEPEST);
  return {
    query,
    operationName: isNothing(operationName) || operationName === "" ? undefined : operationName,
    variables: (variables ?? null) as AskedOperation["variables"],
  };
}
