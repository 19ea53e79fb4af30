import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";
import type { Words } from "../../schema/words.ts";

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
export async function decompress(body: Buffer, encoding: string | null, limit: number): Promise<Buffer> {
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
}

const RESERVED = "__proto__";

// Either the name as it stands, or an escape that could spell it.
const mayName = (text: string): boolean => text.includes(RESERVED) || text.includes("\\u");

const refuseReserved = (key: string, value: unknown): unknown => {
  if (key === RESERVED) throw hubError("HUB_RESERVED_NAME", { name: RESERVED });
  return value;
};

/** Parses a caller's JSON, named `what` to them. `__proto__` as a key is HUB_RESERVED_NAME, anything but JSON HUB_BODY_INVALID. */
export function parseJson(text: string, what: Words): unknown {
  try {
    return mayName(text) ? JSON.parse(text, refuseReserved) : JSON.parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw hubError("HUB_BODY_INVALID", {
      reason: { en: `${what.en} is not valid JSON`, zh: `${what.zh}不是有效的 JSON` },
    });
  }
}
