import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Encoding } from "./accepted-encoding.ts";

const encoders: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  // Within a tenth of the smallest, at a fiftieth of its time: there may be somebody who asks for ever new texts.
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify(gzip)(body),
};

/** Compresses a text, or finds it compressed already. */
export type Compress = (body: Buffer, encoding: Encoding) => Promise<Buffer>;

/**
 * Compresses texts that are the same for everybody, and keeps the `most` that were asked for last. MUST NOT be given what
 * belongs to one caller.
 */
export function createCompress(most: number): Compress {
  const kept = new Map<string, Promise<Buffer>>();
  return (body, encoding) => {
    const key = `${encoding} ${createHash("sha256").update(body).digest("base64")}`;
    const compressed = kept.get(key) ?? encoders[encoding](body);
    kept.delete(key);
    kept.set(key, compressed);
    const oldest = kept.size > most ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return compressed;
  };
}
