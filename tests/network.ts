import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a database that can be cut and mended. */
export interface Network {
  /** The database's URL by this way. */
  readonly url: string;
  /** Ends every connection, and every one that is tried until it is mended. */
  readonly cut: () => void;
  /** Swallows what the connections of now say, without ending them; new ones work. */
  readonly silence: () => void;
  readonly mend: () => void;
  /** Leads to another server from now on, as the address of a cluster does; connections of before stay as they are. */
  readonly leadTo: (databaseUrl: string) => void;
  readonly close: () => Promise<void>;
}

/** Opens a way to a database on loopback. */
export const openNetwork = async (databaseUrl: string): Promise<Network> => {
  let target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((socket) => {
    if (!whole) {
      socket.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one);
      one.on("close", () => sockets.delete(one));
      one.on("error", () => {
        other.destroy();
      });
    }
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = "127.0.0.1";
  const cut = (): void => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend: () => {
      whole = true;
    },
    leadTo: (databaseUrl) => {
      target = new URL(databaseUrl);
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => {
          resolve();
        });
      }),
  };
};
