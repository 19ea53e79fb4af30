import { isUtf8 } from "node:buffer";
import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { SentOperation } from "./asked-operation.ts";
import { decompress, parseJson } from "./decode-body.ts";
import type { HttpRequest } from "./http.ts";

const MEDIA_TYPE = /^application\/json\s*(?:;|$)/i;

const isObject = (value: unknown): value is SentOperation =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseGet = (query: string): SentOperation => {
  const parameters = new URLSearchParams(query);
  const text = (name: string): string | undefined => parameters.get(name) ?? undefined;
  // JSON that is no object is refused with a clear error when the entries are looked at.
  const json = (name: string): unknown => {
    const found = parameters.get(name);
    return found ? parseJson(found, { en: name, zh: `${name} ` }) : undefined;
  };
  return {
    query: text("query"),
    documentId: text("documentId"),
    operationName: text("operationName"),
    variables: json("variables"),
    extensions: json("extensions"),
  };
};

/** Refuses an empty batch (HUB_BODY_INVALID) and one of more than `limit` operations (HUB_BATCH_TOO_LARGE). */
export function checkBatch(actual: number, limit: number): void {
  if (actual > limit) throw hubError("HUB_BATCH_TOO_LARGE", { actual, limit });
  if (actual === 0) throw hubError("HUB_BODY_INVALID", { reason: { en: "the batch is empty", zh: "批量请求为空" } });
}

/**
 * Reads what is asked from a GET or POST request, as GraphQL over HTTP has it, within the limits on bodies and batches.
 * Only application/json is read: the other types that browsers send across origins without asking are refused.
 */
export async function parseRequest(
  request: HttpRequest,
  limits: GatewayLimits,
): Promise<SentOperation | readonly SentOperation[]> {
  if (request.method === "GET") return parseGet(request.query);
  if (request.method !== "POST") {
    throw new GraphQLError("GraphQL only supports GET and POST requests.", {
      extensions: { code: "BAD_REQUEST", http: { status: 405, headers: { allow: "GET, POST" } } },
    });
  }
  if (!MEDIA_TYPE.test(request.header("content-type") ?? "")) throw hubError("HUB_MEDIA_TYPE", {});
  const raw = await request.readBody(limits.bodyBytes);
  const encoding = request.header("content-encoding");
  const body = encoding === null ? raw : await decompress(raw, encoding, limits.decompressedBytes);
  if (!isUtf8(body))
    throw hubError("HUB_BODY_INVALID", { reason: { en: "the body is not UTF-8", zh: "请求体不是 UTF-8" } });
  const asked = parseJson(body.toString("utf8"), { en: "the body", zh: "请求体" });
  if (isObject(asked)) return asked;
  if (!Array.isArray(asked) || !asked.every(isObject)) {
    throw hubError("HUB_BODY_INVALID", {
      reason: { en: "the body is not an object or a list of objects", zh: "请求体不是对象或对象列表" },
    });
  }
  checkBatch(asked.length, limits.batch);
  return asked;
}

/**
 * Reads the body and lets each of its operations go its own way: a batch has an exchange for every one, and one answer with
 * theirs as parts. @throws the refusals of `parseRequest`
 */
export async function readBody(exchange: Exchange, next: Next): Promise<Answer> {
  const sent = await parseRequest(exchange.request, exchange.hub.limits);
  if (isObject(sent)) {
    exchange.sent = sent;
    return next(exchange);
  }
  exchange.forks = sent.map((operation) => exchange.fork(operation));
  return { errors: [], parts: await Promise.all(exchange.forks.map(async (fork) => next(fork))) };
}
