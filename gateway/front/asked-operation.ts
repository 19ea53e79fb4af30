import { GraphQLError } from "graphql";
import { OPERATION_ID } from "../../schema/registered-operation.ts";
import { hubError } from "../errors.ts";
import { assertNoNul, assertNumber } from "../operation/parse-document.ts";

/** A GraphQL-over-HTTP request as it was sent: only its being an object is known. */
export interface SentOperation {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
  /** The id of a registered operation (GraphQL over HTTP, appendix on persisted documents). */
  readonly documentId?: unknown;
}

/** The same with its entries' types looked at. */
export interface AskedOperation {
  /** The document's text, or the id of one that is registered. */
  readonly document:
    { readonly kind: "text"; readonly text: string } | { readonly kind: "registered"; readonly id: string };
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

const ENTRIES = new Set(["query", "variables", "operationName", "extensions", "documentId"]);

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

/** The id that Apollo's clients send of an operation of their manifest: 64 hexadecimal digits, in the extensions. */
const apolloId = (extensions: unknown): string | undefined => {
  if (typeOf(extensions) !== "object") return undefined;
  const { persistedQuery } = extensions as { readonly persistedQuery?: unknown };
  if (typeOf(persistedQuery) !== "object") return undefined;
  const { version, sha256Hash } = persistedQuery as { readonly version?: unknown; readonly sha256Hash?: unknown };
  return version === 1 && typeof sha256Hash === "string" ? `sha256:${sha256Hash}` : undefined;
};

const documentOf = ({ query, documentId, extensions }: SentOperation): AskedOperation["document"] => {
  if (!isNothing(query) && !isNothing(documentId)) throw badRequest("Expected query or documentId, not both.", false);
  const id = isNothing(documentId) && isNothing(query) ? apolloId(extensions) : documentId;
  if (!isNothing(id)) {
    if (typeof id === "string" && OPERATION_ID.test(id)) return { kind: "registered", id };
    throw badRequest('Expected "documentId" param to be sha256: and 64 hexadecimal digits.', false);
  }
  if (isNothing(query)) throw badRequest("Must provide query string.", true);
  if (typeof query === "string") return { kind: "text", text: query };
  throw badRequest(`Expected "query" param to be a string, but given ${typeOf(query)}.`, false);
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
  const { operationName, variables, extensions } = sent;
  const document = documentOf(sent);
  if (!isNothing(operationName) && typeof operationName !== "string") {
    throw badRequest(`Expected "operationName" param to be a string, but given ${typeOf(operationName)}.`, false);
  }
  assertObject("variables", variables);
  assertObject("extensions", extensions);
  assertUsable(variables, DEEPEST);
  return {
    document,
    operationName: isNothing(operationName) || operationName === "" ? undefined : operationName,
    variables: (variables ?? null) as AskedOperation["variables"],
  };
}
