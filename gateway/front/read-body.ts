import type { IncomingMessage } from "node:http";
import { hubError } from "../errors.ts";

const tooLarge = (limit: number): Error => hubError("HUB_BODY_TOO_LARGE", { limit });

const collectNode = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= limit) {
        chunks.push(chunk);
        return;
      }
      // Keep reading without keeping anything: a caller that is still sending would not read the answer.
      request.off("data", onData).resume();
      reject(tooLarge(limit));
    };
    request
      .on("data", onData)
      .once("end", () => {
        resolve(Buffer.concat(chunks, bytes));
      })
      .once("error", reject);
  });

const collectWeb = async (body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer> => {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, bytes);
    bytes += value.byteLength;
    if (bytes > limit) {
      void reader.cancel().catch(() => undefined);
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
};

/**
 * Reads a request's body, never holding more than `limit` bytes of it. A body that announces more is refused unread,
 * one that turns out to be more is refused at that byte: HUB_BODY_TOO_LARGE.
 */
export const readBody = async (request: Request, node: IncomingMessage | undefined, limit: number): Promise<Buffer> => {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > limit) throw tooLarge(limit);
  if (node) return collectNode(node, limit);
  return request.body ? collectWeb(request.body, limit) : Buffer.alloc(0);
};
