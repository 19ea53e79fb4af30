import type { IncomingMessage } from "node:http";
import { collectBody } from "../../host/collect-body.ts";
import { hubError } from "../errors.ts";

const tooLarge = (limit: number): Error => hubError("HUB_BODY_TOO_LARGE", { limit });

const assertAnnounced = (announced: string | null | undefined, limit: number): void => {
  if (announced != null && Number(announced) > limit) throw tooLarge(limit);
};

/**
 * Reads the body of a request that came over a socket, never holding more than `limit` bytes of it. A body that announces more
 * is refused unread, one that turns out to be more is refused at that byte: HUB_BODY_TOO_LARGE.
 */
export async function readMessage(message: IncomingMessage, limit: number): Promise<Buffer> {
  assertAnnounced(message.headers["content-length"], limit);
  const body = await collectBody(message, limit);
  if (body === undefined) throw tooLarge(limit);
  return body;
}

/** Reads the body of a request in process, within the same bounds. */
export async function readWebBody({ headers, body }: Request, limit: number): Promise<Buffer> {
  assertAnnounced(headers.get("content-length"), limit);
  if (!body) return Buffer.alloc(0);
  const reader = (body as ReadableStream<Uint8Array>).getReader();
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
}
