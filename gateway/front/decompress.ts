import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { hubError } from "../errors.ts";

const decoders = new Map([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/**
 * Undoes one content-encoding (RFC 9110 section 8.4), never producing more than `limit` bytes: a body that would unfold
 * to more is HUB_BODY_TOO_LARGE. Unknown and repeated encodings are HUB_BODY_ENCODING, damaged data HUB_BODY_CORRUPT.
 */
export const decompress = async (body: Buffer, encoding: string | null, limit: number): Promise<Buffer> => {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "") return body;
  const decode = decoders.get(name);
  if (!decode) throw hubError("HUB_BODY_ENCODING", {});
  try {
    return await decode(body, { maxOutputLength: limit });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw tooLarge ? hubError("HUB_BODY_TOO_LARGE", { limit }) : hubError("HUB_BODY_CORRUPT", {});
  }
};
