import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** An old system that answers over HTTP. */
export interface ServedSystem {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves an old system on this machine alone, at a port that is free. */
export async function serveHttp(listener: RequestListener): Promise<ServedSystem> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}
