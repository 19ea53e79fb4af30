import type { Answer } from "../answer.ts";
import { Exchange, type Hub } from "../exchange.ts";
import { tellRequest } from "../release/tell-request.ts";
import { startTrace } from "../release/trace.ts";
import type { Next } from "../step.ts";
import { preflight, readableBy } from "./cors.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";
import { writeAnswer } from "./write-answer.ts";
import { acceptedEncoding } from "./accepted-encoding.ts";
import { createCompress } from "./compress.ts";

/** Bytes below which compressing gains nothing: the answer fits one packet. */
const SMALLEST = 1_400;

/** Compressed schemas that are kept: a few tools, each with its own introspection, in two encodings. */
const KEPT = 8;

/** Compresses what may be compressed, and leaves the rest as it is. */
type CompressSchema = (answer: Answer, http: HttpAnswer, request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

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
function createCompressSchema(): CompressSchema {
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

/** True for the path at which GraphQL is answered. */
export function isGraphQL(path: string): boolean {
  return path === "/graphql" || path === "/graphql/";
}

/**
 * Answers GraphQL over HTTP: the request becomes an exchange, the pipeline answers it, and the answer becomes bytes. undefined
 * for any other path. Never rejects.
 */
export function createAnswerGraphQL(
  hub: Hub,
  run: Next,
): (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> | undefined {
  const compressSchema = createCompressSchema();
  const servesOrigin = hub.governance?.servesOrigin;
  const leave = (exchange: Exchange, answer: Answer): HttpAnswer | Promise<HttpAnswer> => {
    const written = writeAnswer(answer, exchange.request);
    tellRequest(exchange, answer, written.status);
    const traced = { ...written, headers: { ...written.headers, traceparent: exchange.trace.traceparent } };
    const { request, caller } = exchange;
    const sent = compressSchema(answer, traced, request);
    const readable = (http: HttpAnswer): HttpAnswer => readableBy(http, request, caller?.app, servesOrigin);
    return sent instanceof Promise ? sent.then(readable) : readable(sent);
  };
  return (request) => {
    if (!isGraphQL(request.path)) return undefined;
    const asked = preflight(request, servesOrigin);
    if (asked !== undefined) return asked;
    const exchange = new Exchange(hub, request, startTrace(request.header("traceparent")));
    const answer = run(exchange);
    return answer instanceof Promise ? answer.then((settled) => leave(exchange, settled)) : leave(exchange, answer);
  };
}
