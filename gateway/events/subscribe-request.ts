import { getOperationAST, OperationTypeNode, parse } from "graphql";
import type { Answer } from "../answer.ts";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { isGraphQL } from "../front/answer-graphql.ts";
import type { SentOperation } from "../front/asked-operation.ts";
import type { HttpAnswer, HttpRequest } from "../front/http.ts";
import { parseRequest } from "../front/read-body.ts";
import { mediaTypeFor, writeAnswer } from "../front/write-answer.ts";
import { lastMessages } from "./event-stream.ts";

/** True for a request that may subscribe: its client takes an event stream. */
export function takesStream({ method, path, header }: HttpRequest): boolean {
  return (
    isGraphQL(path) && (method === "GET" || method === "POST") && /\btext\/event-stream\b/i.test(header("accept") ?? "")
  );
}

const isSubscription = ({ query, operationName }: SentOperation, { tokens, characters }: GatewayLimits): boolean => {
  if (typeof query !== "string" || query.length > characters || !/\bsubscription\b/.test(query)) return false;
  try {
    const name = typeof operationName === "string" && operationName !== "" ? operationName : null;
    return getOperationAST(parse(query, { maxTokens: tokens }), name)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
};

/**
 * What a request subscribes to; or the same request, to be answered as any other. Clients that take event streams send their queries with
 * the same `accept`.
 */
export async function readSubscribing(
  request: HttpRequest,
  limits: GatewayLimits,
): Promise<{ readonly sent: SentOperation } | { readonly other: HttpRequest }> {
  let body: Promise<Buffer> | undefined;
  const again: HttpRequest = { ...request, readBody: (limit) => (body ??= request.readBody(limit)) };
  try {
    const sent = await parseRequest(again, limits);
    if (!Array.isArray(sent) && isSubscription(sent as SentOperation, limits)) return { sent: sent as SentOperation };
  } catch {
    // Whoever answers it says what is wrong with it.
  }
  return { other: again };
}

/** `Last-Event-ID`. undefined: none was sent. @throws HUB_HEADER_INVALID */
export function lastEventOf({ header }: HttpRequest): number | undefined {
  const sent = header("last-event-id")?.trim() ?? "";
  if (sent === "") return undefined;
  if (/^\d{1,15}$/.test(sent)) return Number(sent);
  const expected = { en: "the id of an event", zh: "事件编号" };
  throw hubError("HUB_HEADER_INVALID", { header: "last-event-id", expected });
}

/** Head of a stream. Proxies that hold answers back until they are whole (nginx) let it pass. */
export const STREAM_HEADERS = Object.freeze({
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
});

/** Statuses with which a client had better come back: with another token, or later. Clients of the protocol do so by themselves. */
const COMES_BACK: ReadonlySet<number | undefined> = new Set([401, 429, 503]);

/** A request for an answer that is whole, as far as its client takes one. */
export function forWholeAnswer(request: HttpRequest): HttpRequest {
  const { header } = request;
  if (mediaTypeFor(header("accept")) !== undefined) return request;
  return { ...request, header: (name) => (name === "accept" || name === "accept-encoding" ? null : header(name)) };
}

/** A whole answer as a client has it that takes nothing but a stream: one result, and the end. */
export function asStream(answer: HttpAnswer, { header }: HttpRequest): HttpAnswer {
  if (answer.status !== 200 || mediaTypeFor(header("accept")) !== undefined) return answer;
  return { ...answer, headers: { ...answer.headers, ...STREAM_HEADERS }, body: lastMessages(answer.body) };
}

/** A stream that is refused: its errors are told in the stream, as the protocol has it, unless the client had better come back. */
export function refusedStream(answer: Answer, { header }: HttpRequest): HttpAnswer {
  const statuses = answer.errors.map(
    ({ extensions }) => (extensions["http"] as { status?: number } | undefined)?.status,
  );
  const { body, ...written } = writeAnswer(answer, { header: (name) => (name === "accept" ? null : header(name)) });
  if (statuses.some((status) => COMES_BACK.has(status))) return { ...written, body };
  return { status: 200, headers: STREAM_HEADERS, body: lastMessages(body) };
}
