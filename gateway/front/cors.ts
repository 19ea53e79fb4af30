import type { LoadedGovernance } from "../decide/create-governance.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";

/** Headers that pages may send: those of GraphQL over HTTP, of the hub, and of the trace that they are in. */
const ALLOWED =
  "authorization, content-type, x-purpose, x-case, x-dry-run, x-on-denied, last-event-id, traceparent, tracestate";
const EXPOSED = "traceparent, retry-after";

/** Seconds for which a browser keeps a preflight's answer: a withdrawn origin is refused by the answers themselves. */
const KEPT = "600";

type ServesOrigin = LoadedGovernance["servesOrigin"] | undefined;

/**
 * The answer to a browser's preflight (Fetch standard, "CORS protocol") from a page of a registered origin; undefined for everything
 * else. A preflight names no app, so any app's origin passes: whose page it is, the request itself tells.
 */
export function preflight({ method, header }: HttpRequest, servesOrigin: ServesOrigin): HttpAnswer | undefined {
  const origin = header("origin");
  if (method !== "OPTIONS" || origin === null || header("access-control-request-method") === null) return undefined;
  if (servesOrigin?.(origin, undefined) !== true) return undefined;
  return {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": ALLOWED,
      "access-control-max-age": KEPT,
      vary: "origin",
    },
    body: "",
  };
}

/**
 * Lets a page of the app's registered origins read the answer. Credentials of the browser are never asked for: who asks is told by the
 * token that the page holds.
 */
export function readableBy(
  answer: HttpAnswer,
  { header }: HttpRequest,
  app: string | undefined,
  servesOrigin: ServesOrigin,
): HttpAnswer {
  const origin = header("origin");
  if (origin === null || servesOrigin?.(origin, app) !== true) return answer;
  const { vary } = answer.headers;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "access-control-allow-origin": origin,
      "access-control-expose-headers": EXPOSED,
      vary: vary === undefined ? "origin" : `${vary}, origin`,
    },
  };
}
