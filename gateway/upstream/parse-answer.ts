import { GraphQLError } from "graphql";
import type { Words } from "../../schema/words.ts";
import { hubError } from "../errors.ts";

// Entries that servers add for their developers, and one that would steer the gateway's own HTTP answer.
const internals = new Set([
  "stacktrace",
  "exception",
  "originalError",
  "serviceName",
  "url",
  "http",
  "unexpected",
  "__proto__",
]);

const isPathSegment = (segment: unknown): segment is string | number =>
  typeof segment === "string" || typeof segment === "number";

const pathOf = (path: unknown): readonly (string | number)[] | undefined =>
  Array.isArray(path) && path.every(isPathSegment) ? path : undefined;

/**
 * A subgraph's own error as the caller may see it. A message that the subgraph chose to show (it set a code) passes,
 * without stacks and server details; an unexpected one (INTERNAL_SERVER_ERROR, or no code) becomes HUB_SUBGRAPH_FAILED,
 * because servers put internals such as addresses into such messages.
 */
export function subgraphError(subgraph: string, error: Readonly<Record<string, unknown>>): GraphQLError {
  const path = pathOf(error["path"]);
  const given: object =
    typeof error["extensions"] === "object" && error["extensions"] !== null ? error["extensions"] : {};
  const shown = Object.entries(given).filter(([key]) => !internals.has(key));
  const code = shown.find(([key]) => key === "code")?.[1] as unknown;
  const { message } = error;
  if (typeof message !== "string" || typeof code !== "string" || code === "INTERNAL_SERVER_ERROR") {
    return hubError("HUB_SUBGRAPH_FAILED", { subgraph }, { extensions: { subgraph }, ...(path && { path }) });
  }
  return new GraphQLError(message, { ...(path && { path }), extensions: { ...Object.fromEntries(shown), subgraph } });
}

/** One subgraph's answer to one fetch. Always well-formed: what went wrong is in `errors`, which name the subgraph. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

// A key that JSON.parse makes an own property, but that any later `target[key] = value` makes the prototype.
const mayHoldPrototypeKey = (text: string): boolean => text.includes('"__proto__"') || text.includes("\\u005");

const parseJson = (text: string): unknown =>
  mayHoldPrototypeKey(text)
    ? JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value))
    : JSON.parse(text);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An answer that holds nothing but the statement that `subgraph` gave an invalid one. */
export function invalidAnswer(subgraph: string, reason: Words): SubgraphAnswer {
  return {
    data: null,
    errors: [hubError("HUB_SUBGRAPH_INVALID_ANSWER", { subgraph, reason }, { extensions: { subgraph } })],
  };
}

const EMPTY: Words = { en: "neither data nor errors", zh: "既无 data 也无 errors" };

/**
 * Reads a GraphQL response (https://spec.graphql.org/October2021/#sec-Response-Format). Never throws;
 * whatever is not one becomes HUB_SUBGRAPH_INVALID_ANSWER. Drops `__proto__` keys.
 */
export function parseAnswer(subgraph: string, text: string): SubgraphAnswer {
  let answer: unknown;
  try {
    answer = parseJson(text);
  } catch {
    return invalidAnswer(subgraph, { en: "not JSON", zh: "不是 JSON" });
  }
  if (!isObject(answer)) return invalidAnswer(subgraph, { en: "not an object", zh: "不是对象" });
  const { data, errors } = answer;
  if (data != null && !isObject(data)) {
    return invalidAnswer(subgraph, { en: "data is not an object", zh: "data 不是对象" });
  }
  if (errors == null) return data == null ? invalidAnswer(subgraph, EMPTY) : { data };
  if (!Array.isArray(errors) || !errors.every(isObject)) {
    return invalidAnswer(subgraph, { en: "errors is not a list of objects", zh: "errors 不是对象列表" });
  }
  if (errors.length === 0) return data == null ? invalidAnswer(subgraph, EMPTY) : { data };
  return { data: data ?? null, errors: errors.map((error) => subgraphError(subgraph, error)) };
}
