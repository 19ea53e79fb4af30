import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import type { IncomingMessage } from "node:http";
import { expect, test } from "@jest/globals";
import { readMessage, readWebBody } from "./read-bounded.ts";

const requestOf = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
const tooLarge = { extensions: { code: "HUB_BODY_TOO_LARGE" } };

test("a body of exactly the limit is read", async () => {
  expect(await readWebBody(requestOf("12345"), 5)).toEqual(Buffer.from("12345"));
});

test("one byte more is refused", async () => {
  await expect(readWebBody(requestOf("123456"), 5)).rejects.toMatchObject(tooLarge);
});

test("an announced length beyond the limit is refused unread", async () => {
  const request = requestOf("1", { "content-length": "1000" });
  await expect(readWebBody(request, 5)).rejects.toMatchObject(tooLarge);
  expect(request.bodyUsed).toBe(false);
});

test("an endless body is given up at the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1;
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  await expect(readWebBody(requestOf(endless), 5_000)).rejects.toMatchObject(tooLarge);
  expect(sent).toBeLessThan(20);
});

test("Node's own stream is bounded too, and drained so that the answer can be read", async () => {
  const node = Object.assign(new PassThrough(), { headers: {} });
  const read = readMessage(node as unknown as IncomingMessage, 5);
  node.write("123");
  node.end("456");
  await expect(read).rejects.toMatchObject(tooLarge);
  await finished(node);
  expect(node.readableLength).toBe(0);
});

test("no body is an empty one", async () => {
  expect(await readWebBody(new Request("http://localhost/", { method: "POST" }), 5)).toHaveLength(0);
});
