import { createServer, type RequestListener } from "node:http";

/** A server on a port. */
export interface Listening {
  /** Where GraphQL is answered. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, closes idle ones, resolves when the last request is answered. */
  readonly close: () => Promise<void>;
}

/** Loopback unless told otherwise. Rejects with the system's error, EADDRINUSE for one. */
export const listen = (
  { port, host = "127.0.0.1" }: { readonly port: number; readonly host?: string },
  handle: RequestListener,
): Promise<Listening> => {
  // A request has 30 s to arrive whole: a slow one holds a connection, nothing else.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, handle);
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
};
