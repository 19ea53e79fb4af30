import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as Listener } from "node:net";

/** Milliseconds in which a client may use a connection that it keeps once more, and hear that it ends. */
const GRACE = 250;

/**
 * Ends a server without losing a request: it takes no new connections; each answer says that its connection ends with it; connections that
 * nobody has used for a while are closed. Resolves when the last is. Node's own `close` ends idle connections at once, also those on which
 * a balancer has just sent a question.
 */
export function drain(server: Server): Promise<void> {
  server.prependListener("request", (_: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  const closed = new Promise<void>((resolve) => {
    Listener.prototype.close.call(server, () => {
      resolve();
    });
  });
  const closing = setInterval(() => {
    // After what has reached the sockets meanwhile was read: a process that was busy takes no connection for idle that is not.
    setImmediate(() => {
      server.closeIdleConnections();
    });
  }, GRACE);
  return closed.finally(() => {
    clearInterval(closing);
    // Its timers end as well; that it does not listen any more is known.
    server.close(() => undefined);
  });
}
