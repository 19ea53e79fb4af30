import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as Listener } from "node:net";

/** Milliseconds without a request after which nobody is taken to be about to use a connection that is kept, and how often that is waited for. */
const [GRACE, MOST] = [250, 20] as const;

/**
 * Ends a server without losing a request: it takes no new connections; each answer says that its connection ends with it; connections that
 * are left over once nothing more comes are closed, after five seconds in any case. Resolves when the last is. Node's own `close` ends idle
 * connections at once, also those on which a balancer has just sent a question: it has no others to choose from then.
 */
export function drain(server: Server): Promise<void> {
  let asked = 0;
  server.prependListener("request", (_: IncomingMessage, response: ServerResponse) => {
    asked += 1;
    response.shouldKeepAlive = false;
  });
  const closed = new Promise<void>((resolve) => {
    // After those who wait at the door of a busy process were let in: the kernel would cut them off, with the question that they have sent.
    setImmediate(() => {
      Listener.prototype.close.call(server, () => {
        resolve();
      });
    });
  });
  let [before, rounds] = [asked, 0];
  const closing = setInterval(() => {
    // After what has reached the sockets meanwhile was read.
    setImmediate(() => {
      const isQuiet = asked === before;
      [before, rounds] = [asked, rounds + 1];
      if (isQuiet || rounds > MOST) server.closeIdleConnections();
    });
  }, GRACE);
  return closed.finally(() => {
    clearInterval(closing);
    // Its timers end as well; that it does not listen any more is known.
    server.close(() => undefined);
  });
}
