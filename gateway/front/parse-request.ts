import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { checkBatch } from "./batch.ts";
import { decompress } from "./decompress.ts";
import { parseJson } from "./parse-json.ts";
import { readBody } from "./read-body.ts";

/** What a caller asks, as it came: only the JSON around it is known to be sound. */
export interface AskedOperation {
  query?: string;
  operationName?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
}

const MEDIA_TYPE = /^application\/json\s*(?:;|$)/i;

const isObject = (value: unknown): value is AskedOperation =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseGet = (url: string): AskedOperation => {
  const { searchParams } = new URL(url, "http://localhost");
  const json = (name: string): Record<string, unknown> | undefined => {
    const text = searchParams.get(name);
    // What is JSON but not an object is refused with a clear error when the parameters are checked.
    return text ? (parseJson(text, { en: name, zh: `${name} ` }) as Record<string, unknown>) : undefined;
  };
  const text = (name: string) => searchParams.get(name) ?? undefined;
  const entries = { query: text("query"), operationName: text("operationName") };
  const [variables, extensions] = [json("variables"), json("extensions")];
  return { ...entries, ...(variables && { variables }), ...(extensions && { extensions }) } as AskedOperation;
};

/**
 * Reads what is asked from a GET or POST request, as GraphQL over HTTP has it, within the limits on bodies and batches.
 * Only application/json is read: the other types that browsers send across origins without asking are refused.
 */
export const parseRequest = async (
  request: Request,
  node: IncomingMessage | undefined,
  limits: GatewayLimits,
): Promise<AskedOperation | AskedOperation[]> => {
  if (request.method === "GET") return parseGet(request.url);
  if (!MEDIA_TYPE.test(request.headers.get("content-type") ?? "")) throw hubError("HUB_MEDIA_TYPE", {});
  const raw = await readBody(request, node, limits.bodyBytes);
  const body = await decompress(raw, request.headers.get("content-encoding"), limits.decompressedBytes);
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
};
