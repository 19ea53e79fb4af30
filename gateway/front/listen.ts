import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { HttpAnswer, HttpRequest } from "./http.ts";
import { readMessage } from "./read-bounded.ts";

/** A server on a port. */
export interface Listening {
  /** The URL of GraphQL. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, closes idle ones, resolves when the last request is answered. */
  readonly close: () => Promise<void>;
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | null => {
  const value = headers[name];
  return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
};

/** Node's request as the hub reads it. A connection that closes before the answer is out tells that the client has left. */
const requestOf = (message: IncomingMessage, response: ServerResponse): HttpRequest => {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  return {
    method: message.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    header: (name) => headerOf(message, name),
    readBody: (limit) => readMessage(message, limit),
    onGone: (listener) => {
      response.once("close", listener);
      return () => {
        response.off("close", listener);
      };
    },
  };
};

const send = (response: ServerResponse, { status, headers, body }: HttpAnswer, isHead: boolean): void => {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, { ...headers, ...(status === 304 ? {} : { "content-length": String(length) }) });
  response.end(isHead || status === 304 ? undefined : body);
};

/** Answers Node's requests; `answer` MUST NOT reject. */
const listener =
  (answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>) =>
  (message: IncomingMessage, response: ServerResponse): void => {
    const isHead = message.method === "HEAD";
    const answered = answer(requestOf(message, response));
    if (answered instanceof Promise) {
      void answered.then((known) => {
        send(response, known, isHead);
      });
    } else send(response, answered, isHead);
  };

/** Loopback unless told otherwise. Rejects with the system's error, EADDRINUSE for one. `answer` MUST NOT reject. */
export function listen(
  { port, host = "127.0.0.1" }: { readonly port: number; readonly host?: string },
  answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>,
): Promise<Listening> {
  // A request has 30 s to arrive whole: a slow one holds a connection, nothing else.
  const options = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 };
  const server = createServer(options, listener(answer));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      const shown = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shown}:${actual}/graphql`,
        port: actual,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeIdleConnections();
          }),
      });
    });
  });
}
