import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";

// What servers add for their developers, and what would steer the gateway's own HTTP answer.
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
export const subgraphError = (subgraph: string, error: Readonly<Record<string, unknown>>): GraphQLError => {
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
};
