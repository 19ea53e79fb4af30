import { readWebBody } from "./read-bounded.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";

/** A web `Request` as the hub reads it. Its signal tells that the client has left. */
export function requestInProcess(request: Request): HttpRequest {
  const { pathname, search, host } = new URL(request.url);
  const { signal, headers } = request;
  return {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    header: (name) => headers.get(name) ?? (name === "host" ? host : null),
    readBody: (limit) => readWebBody(request, limit),
    onGone: (listener) => {
      if (signal.aborted) listener();
      else signal.addEventListener("abort", listener, { once: true });
      return () => {
        signal.removeEventListener("abort", listener);
      };
    },
  };
}

/** The hub's answer as a web `Response`. */
export function responseInProcess({ status, headers, body }: HttpAnswer): Response {
  const isEmpty = status === 204 || status === 304;
  const content = typeof body === "string" ? body : new Uint8Array(body);
  return new Response(isEmpty ? null : content, { status, headers: { ...headers } });
}
