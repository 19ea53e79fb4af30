import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { listen } from "./listen.ts";

const answer = () => ({ status: 200, headers: {}, body: "answered" });

/** A connection that begins a request and never ends its headers. */
const openHalf = async (port: number): Promise<Socket> => {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  await once(socket, "connect");
  socket.resume().write("POST /graphql HTTP/1.1\r\nhost: hub\r\n");
  return socket;
};

describe("S20: connections that never ask", () => {
  it("are bounded in number: the oldest gives way, and whoever asks is answered", async () => {
    const listening = await listen({ port: 0 }, answer, { waiting: 5, headers: 60_000, request: 60_000 });
    const sockets: Socket[] = [];
    const closed: number[] = [];
    for (let at = 0; at < 8; at++) {
      const socket = await openHalf(listening.port);
      sockets.push(socket.once("close", () => closed.push(at)));
    }
    for (const socket of sockets.slice(0, 3)) if (!socket.closed) await once(socket, "close");
    expect(closed).toEqual([0, 1, 2]);
    const [one, two] = [await fetch(listening.url), await fetch(listening.url)];
    expect([await one.text(), await two.text()]).toEqual(["answered", "answered"]);
    for (const socket of sockets) socket.destroy();
    await listening.close();
  });

  it("are bounded in time", async () => {
    const listening = await listen({ port: 0 }, answer, { waiting: 5, headers: 50, request: 60_000 });
    const socket = await openHalf(listening.port);
    await once(socket, "close");
    expect(socket.bytesRead).toBeGreaterThan("HTTP/1.1 408".length);
    await listening.close();
  });
});
