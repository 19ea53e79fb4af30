import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FollowedCertificates } from "../../host/certificates.ts";
import { createServer, originOf } from "../../host/create-server.ts";
import { drain } from "../../host/drain.ts";
import type { HttpAnswer, HttpRequest, Outlet } from "./http.ts";
import { readMessage } from "./read-bounded.ts";

/** A server on a port. */
export interface Listening {
  /** The URL of GraphQL. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, ends those that are kept without losing a request, resolves when the last is ended. */
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
    address: message.socket.remoteAddress,
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

/** Milliseconds for which a client may take what was written before its stream ended. */
const LAST_BYTES = 5_000;

const outletOf = (response: ServerResponse): Outlet => ({
  write: (bytes) => response.write(bytes),
  onDrain: (listener) => {
    response.once("drain", listener);
  },
  onGone: (listener) => {
    if (response.closed) queueMicrotask(listener);
    else response.once("close", listener);
    return () => {
      response.off("close", listener);
    };
  },
  end: () => {
    const late = setTimeout(() => response.destroy(), LAST_BYTES).unref();
    response.once("close", () => {
      clearTimeout(late);
    });
    response.end();
  },
  cut: () => {
    response.destroy();
  },
});

const send = (response: ServerResponse, { status, headers, body, stream }: HttpAnswer, isHead: boolean): void => {
  if (stream !== undefined && !isHead) {
    response.writeHead(status, headers).flushHeaders();
    stream(outletOf(response));
    return;
  }
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

/** Bounds on connections that keep a gateway waiting. */
export interface ConnectionBounds {
  /** Connections that have not sent their first request's headers yet; beyond it the oldest of them is closed. */
  readonly waiting: number;
  /** Milliseconds for a request's headers to arrive. */
  readonly headers: number;
  /** Milliseconds for a request to arrive whole: a slow one holds a connection, nothing else. */
  readonly request: number;
}

const defaultBounds: ConnectionBounds = Object.freeze({ waiting: 256, headers: 5_000, request: 30_000 });

/** Closes the oldest of the connections that say nothing, so that they cannot take the place of those that do. */
const boundWaiting = (server: Server, most: number): void => {
  // A TLS socket is another than the connection that it came by; both tell the same peer.
  const waiting = new Map<string, Socket>();
  const peerOf = ({ remoteAddress = "", remotePort = 0 }: Socket): string => `${remoteAddress} ${remotePort}`;
  server.on("connection", (socket: Socket) => {
    const [oldest] = waiting.size >= most ? waiting.values() : [];
    oldest?.destroy();
    const peer = peerOf(socket);
    waiting.set(peer, socket);
    socket.once("close", () => {
      if (waiting.get(peer) === socket) waiting.delete(peer);
    });
  });
  server.on("request", ({ socket }: IncomingMessage) => waiting.delete(peerOf(socket)));
};

/** Where a gateway listens, and the certificates with which it speaks TLS there. */
export interface ListenAddress {
  /** 0 takes a free one. */
  readonly port: number;
  /** Loopback unless given. */
  readonly host?: string;
  readonly certificates?: FollowedCertificates | undefined;
}

/** Listens there. Rejects with the system's error, EADDRINUSE for one. `answer` MUST NOT reject. */
export function listen(
  { port, host = "127.0.0.1", certificates }: ListenAddress,
  answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>,
  bounds: ConnectionBounds = defaultBounds,
): Promise<Listening> {
  const server = createServer(
    { certificates },
    {
      requestTimeout: bounds.request,
      headersTimeout: bounds.headers,
      // Node looks for late ones this often; its default of 30 s would let them live as long.
      connectionsCheckingInterval: Math.min(1_000, bounds.headers),
      keepAliveTimeout: 65_000,
    },
    listener(answer),
  );
  boundWaiting(server, bounds.waiting);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      resolve({
        url: `${originOf(host, actual, certificates)}/graphql`,
        port: actual,
        close: () => drain(server),
      });
    });
  });
}
