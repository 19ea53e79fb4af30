import type { IncomingMessage } from "node:http";

/**
 * The body of a message, never holding more than `limit` bytes of it; undefined as soon as it turns out to be longer. Rejects when the sender is gone
 * before its end.
 */
export function collectBody(message: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= limit) {
        chunks.push(chunk);
        return;
      }
      // Keep reading without keeping anything: a caller that is still sending would not read the answer.
      message.off("data", onData).resume();
      resolve(undefined);
    };
    message
      .on("data", onData)
      .once("end", () => {
        const [only] = chunks;
        resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, bytes));
      })
      .once("error", reject);
  });
}
