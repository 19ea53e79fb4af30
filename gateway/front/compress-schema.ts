import type { Answer } from "../answer.ts";
import { acceptedEncoding } from "./accepted-encoding.ts";
import { createCompress } from "./compress.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";

/** Bytes below which compressing gains nothing: the answer fits one packet. */
const SMALLEST = 1_400;

/** Compressed schemas that are kept: a few tools, each with its own introspection, in two encodings. */
const KEPT = 8;

/** Compresses what may be compressed, and leaves the rest as it is. */
export type CompressSchema = (
  answer: Answer,
  http: HttpAnswer,
  request: HttpRequest,
) => HttpAnswer | Promise<HttpAnswer>;

const isPublic = ({ isPublic: own, parts }: Answer): boolean =>
  parts === undefined ? own === true : parts.every((part) => part.isPublic === true);

/**
 * Compresses answers of pure introspection, which are the same for everybody and hold no secret.
 *
 * Answers with data MUST NOT be compressed: they mix what the caller wrote (aliases, arguments, errors that quote them) with
 * what the caller may not see of others, and the length of the compressed whole tells how alike the two are (BREACH, 2013;
 * RFC 9110 section 17.6 leaves it to the application). A batch with one such operation stays as it is, and so does whatever
 * was refused.
 */
export function createCompressSchema(): CompressSchema {
  const compress = createCompress(KEPT);
  return (answer, http, request) => {
    if (http.status !== 200 || !isPublic(answer)) return http;
    const headers = { ...http.headers, vary: "accept-encoding" };
    const body = typeof http.body === "string" ? Buffer.from(http.body) : http.body;
    const encoding = body.length < SMALLEST ? undefined : acceptedEncoding(request);
    if (encoding === undefined) return { ...http, headers, body };
    return compress(body, encoding).then((sent) => ({
      ...http,
      headers: { ...headers, "content-encoding": encoding, "content-length": String(sent.length) },
      body: sent,
    }));
  };
}
