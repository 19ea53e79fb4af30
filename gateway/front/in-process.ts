import { readWebBody } from "./read-bounded.ts";
import type { HttpAnswer, HttpRequest, Outlet } from "./http.ts";

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

/** A web stream of what is written, bounded by what its reader has taken. */
const streamed = (stream: (outlet: Outlet) => void): ReadableStream<Uint8Array> => {
  const gone = new EventTarget();
  let onDrain: () => void = () => undefined;
  const over = (): void => void gone.dispatchEvent(new Event("gone"));
  return new ReadableStream({
    start: (controller) => {
      stream({
        write: (bytes) => {
          controller.enqueue(new Uint8Array(Buffer.from(bytes)));
          return (controller.desiredSize ?? 0) > 0;
        },
        onDrain: (listener) => {
          onDrain = listener;
        },
        onGone: (listener) => {
          gone.addEventListener("gone", listener, { once: true });
          return () => {
            gone.removeEventListener("gone", listener);
          };
        },
        end: () => {
          controller.close();
          over();
        },
        cut: () => {
          controller.error(new Error("The stream was cut"));
          over();
        },
      });
    },
    pull: () => {
      onDrain();
    },
    cancel: over,
  });
};

/** The hub's answer as a web `Response`. */
export function responseInProcess({ status, headers, body, stream }: HttpAnswer): Response {
  if (stream !== undefined) return new Response(streamed(stream), { status, headers: { ...headers } });
  const isEmpty = status === 204 || status === 304;
  const content = typeof body === "string" ? body : new Uint8Array(body);
  return new Response(isEmpty ? null : content, { status, headers: { ...headers } });
}

/** A question that the hub itself puts to its front, on behalf of a request that came in another form. */
export interface RelayedQuestion {
  /** A text, or the id of a registered operation. */
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The question as a request of whoever sent another one, which is made in their name again and again: with all of their headers but those that
 * are stated.
 */
export function askedAgain(
  { header, onGone }: Pick<HttpRequest, "header" | "onGone">,
  question: object,
  stated: Readonly<Record<string, string | null>>,
): HttpRequest {
  const own = new Map(
    Object.entries({ "content-type": "application/json", "content-encoding": null, accept: null, ...stated }),
  );
  return {
    method: "POST",
    path: "/graphql",
    query: "",
    header: (name) => (own.has(name) ? (own.get(name) ?? null) : header(name)),
    readBody: () => Promise.resolve(Buffer.from(JSON.stringify(question))),
    onGone,
  };
}

const RELAYED: ReadonlySet<string> = new Set(["authorization", "x-purpose", "x-case", "traceparent", "tracestate"]);

/**
 * The question as a GraphQL request of whoever sent `request`: with their token, purpose and case, and nothing else of theirs. It is a GET
 * request, which can change nothing (GraphQL over HTTP, section 6.2), and its denials are quiet.
 */
export function relayed(
  request: HttpRequest,
  { query, documentId, operationName, variables = {} }: RelayedQuestion,
  agent: string,
): HttpRequest {
  const asked = new URLSearchParams({ variables: JSON.stringify(variables) });
  if (query !== undefined) asked.set("query", query);
  if (documentId !== undefined) asked.set("documentId", documentId);
  if (operationName !== undefined) asked.set("operationName", operationName);
  return {
    method: "GET",
    path: "/graphql",
    query: asked.toString(),
    header: (name) => {
      if (name === "accept") return "application/json";
      if (name === "x-on-denied") return "quiet";
      return RELAYED.has(name) ? request.header(name) : null;
    },
    readBody: () => Promise.resolve(Buffer.alloc(0)),
    onGone: request.onGone,
    agent,
  };
}
