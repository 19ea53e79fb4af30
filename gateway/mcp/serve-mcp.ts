import { isUtf8 } from "node:buffer";
import { GraphQLError } from "graphql";
import { acceptedCaller } from "../authenticate/authenticate.ts";
import { hubError, placeOf } from "../errors.ts";
import { isObject } from "../execute/json.ts";
import { parseJson } from "../front/decode-body.ts";
import { jsonAnswer, type HttpAnswer, type HttpRequest, type Route } from "../front/http.ts";
import { agentOf } from "./agent.ts";
import { askerOf, type AnswerGraphQL, type GovernedHub } from "./asker.ts";
import { challenge, isAddressed, MCP_PATH, protectedResource, type McpOptions } from "./protected-resource.ts";

const MEDIA_TYPE = /^application\/json\s*(?:;|$)/i;

/** The protocol's code for a request that its server refuses (JSON-RPC 2.0, section 5.1, "server error"). */
const SERVER_ERROR = -32_000;

/** Streams of notices are not kept open: the list of tools is asked for again. */
const LISTEN = "subscriptions/listen";

const errorAnswer = (status: number, code: number, message: string, data: object, headers: object = {}): HttpAnswer => {
  const answer = jsonAnswer(status, { jsonrpc: "2.0", id: null, error: { code, message, data } });
  return { ...answer, headers: { ...answer.headers, ...headers } };
};

/** What the hub refuses before the protocol, in the protocol's form, with the status and headers of its code. */
const refusal = (options: McpOptions, { header }: HttpRequest, error: unknown): HttpAnswer => {
  const { message, extensions } = error instanceof GraphQLError ? error : hubError("HUB_INTERNAL", {});
  const { status = 500, headers = {} } = (extensions["http"] ?? {}) as {
    readonly status?: number;
    readonly headers?: object;
  };
  const asked = status === 401 ? { "www-authenticate": challenge(options, header("authorization")) } : {};
  const data = { code: extensions["code"], zh: extensions["zh"] };
  return errorAnswer(status, SERVER_ERROR, message, data, { ...headers, ...asked });
};

/**
 * The one message of a request, within the bounds of any body. @throws HUB_MEDIA_TYPE, HUB_BODY_ENCODING, HUB_BODY_TOO_LARGE,
 * HUB_BODY_INVALID, HUB_BATCH_TOO_LARGE
 */
const readMessage = async ({ header, readBody }: HttpRequest, limit: number): Promise<unknown> => {
  if (!MEDIA_TYPE.test(header("content-type") ?? "")) throw hubError("HUB_MEDIA_TYPE", {});
  if (header("content-encoding") !== null) throw hubError("HUB_BODY_ENCODING", {});
  const body = await readBody(limit);
  if (!isUtf8(body))
    throw hubError("HUB_BODY_INVALID", { reason: { en: "the body is not UTF-8", zh: "请求体不是 UTF-8" } });
  const message = parseJson(body.toString("utf8"), { en: "the body", zh: "请求体" });
  if (Array.isArray(message)) throw hubError("HUB_BATCH_TOO_LARGE", { actual: message.length, limit: 1 });
  return message;
};

const serve = async (
  request: HttpRequest,
  options: McpOptions,
  hub: GovernedHub,
  answer: AnswerGraphQL,
): Promise<HttpAnswer> => {
  if (!isAddressed(options, request)) throw hubError("HUB_FOREIGN_PAGE", {});
  if (request.method !== "POST") return errorAnswer(405, SERVER_ERROR, "Method not allowed.", {}, { allow: "POST" });
  const caller = acceptedCaller(await hub.governance.authenticator(request.header("authorization")));
  const message = await readMessage(request, hub.limits.bodyBytes);
  const agent = agentOf(message, request.header("user-agent"));
  const asker = askerOf(request, { hub, caller, agent, answer });
  const method = isObject(message) ? message["method"] : undefined;
  // A call is counted where it asks; everything else is counted here.
  if (method !== "tools/call") await asker.charge();
  if (method === LISTEN) return errorAnswer(404, -32_601, "Method not found", {});
  // Only now: a hub that no agent asks does not load the protocol.
  const { answerMessage } = await import("./protocol.ts");
  return answerMessage(`${options.url}${MCP_PATH}`, request, message, asker);
};

/**
 * `POST /mcp`: the Model Context Protocol (2026-07-28, and 2025's clients), without state. A language model's call becomes an ordinary
 * request of the app whose token it carries, through the front: every gate, a record, a receipt. Beside it the metadata of RFC 9728.
 */
export function serveMcp(options: McpOptions, hub: GovernedHub, answer: AnswerGraphQL): Route {
  const metadata = protectedResource(options);
  return (request) => {
    if (request.path !== MCP_PATH) return metadata(request);
    return serve(request, options, hub, answer).catch((error: unknown) => {
      if (!(error instanceof GraphQLError)) hub.logger.error(placeOf(error), "A message of an agent failed.");
      return refusal(options, request, error);
    });
  };
}
