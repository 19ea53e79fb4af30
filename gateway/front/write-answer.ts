import type { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";

const RESPONSE_JSON = "application/graphql-response+json";
const JSON_TYPE = "application/json";

/** An error's effect on HTTP; it is taken out of what is sent. */
interface HttpOfError {
  readonly status?: number;
  /** The status is for application/graphql-response+json alone: the request was well-formed. */
  readonly spec?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const httpOf = ({ extensions }: GraphQLError): HttpOfError | undefined => extensions["http"];

/** The fit of a media range to a type: 0 for none, then by its exactness; RFC 9110, section 12.5.1. */
const fits = (range: string, type: string): number =>
  range === type ? 3 : range === "application/*" ? 2 : range === "*/*" ? 1 : 0;

/** The quality that a client gives a type, and how exactly it named it. */
const preferenceFor = (type: string, ranges: readonly (readonly [string, number])[]): readonly [number, number] => {
  let [best, quality] = [0, 0];
  for (const [range, q] of ranges) {
    const fit = fits(range, type);
    if (fit > best) [best, quality] = [fit, q];
  }
  return [quality, best];
};

/**
 * The media type of an answer; undefined when the client takes neither. A client that names neither type gets application/json
 * (GraphQL over HTTP, "legacy watershed").
 */
export function mediaTypeFor(accept: string | null): typeof RESPONSE_JSON | typeof JSON_TYPE | undefined {
  if (accept === null || accept === "" || accept === "*/*") return JSON_TYPE;
  const ranges = accept
    .toLowerCase()
    .split(",")
    .flatMap((part): readonly (readonly [string, number])[] => {
      const [range = "", ...parameters] = part.split(";").map((text) => text.trim());
      const charset = parameters.find((text) => text.startsWith("charset="));
      // Only UTF-8 is sent.
      if (charset !== undefined && charset !== "charset=utf-8") return [];
      const q = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? 1);
      return [[range, Number.isFinite(q) ? q : 0]];
    });
  const [own, ownFit] = preferenceFor(RESPONSE_JSON, ranges);
  const [plain] = preferenceFor(JSON_TYPE, ranges);
  if (own === 0 && plain === 0) return undefined;
  const isNamed = ownFit === 3;
  return own > plain || (own === plain && isNamed) ? RESPONSE_JSON : JSON_TYPE;
}

/** The errors as they are sent: without what they say about HTTP. */
const shown = (errors: readonly GraphQLError[]): readonly object[] =>
  errors.map((error) => {
    if (httpOf(error) === undefined) return error;
    const { message, locations, path, extensions } = error.toJSON();
    const rest = Object.fromEntries(Object.entries(extensions ?? {}).filter(([name]) => name !== "http"));
    return {
      message,
      ...(locations ? { locations } : {}),
      ...(path ? { path } : {}),
      ...(Object.keys(rest).length > 0 ? { extensions: rest } : {}),
    };
  });

const NULL = Buffer.from("null");

/** One answer's JSON text in UTF-8, on one line: errors first, so that a reader of the stream meets them before the data. */
export function answerText({ data, errors, extensions }: Answer): Buffer {
  const head = errors.length > 0 ? `{"errors":${JSON.stringify(shown(errors))},` : "{";
  const after = extensions === undefined ? "}" : `,"extensions":${JSON.stringify(extensions)}}`;
  if (data === undefined) {
    return Buffer.from(JSON.stringify({ ...(errors.length > 0 && { errors: shown(errors) }), extensions }));
  }
  const before = `${head}"data":`;
  const text = data ?? NULL;
  const length = Buffer.byteLength(before);
  const body = Buffer.allocUnsafe(length + text.length + Buffer.byteLength(after));
  body.write(before);
  text.copy(body, length);
  body.write(after, length + text.length);
  return body;
}

const batchOf = (parts: readonly Answer[]): Buffer => {
  const chunks: Buffer[] = [];
  for (const [at, part] of parts.entries()) chunks.push(Buffer.from(at === 0 ? "[" : ","), answerText(part));
  return Buffer.concat([...chunks, Buffer.from("]")]);
};

const statusOf = ({ errors }: Answer, type: string): number => {
  let status = 0;
  for (const error of errors) {
    const http = httpOf(error);
    if (http?.status === undefined || (type === JSON_TYPE && http.spec === true)) continue;
    status = Math.max(status, http.status);
  }
  return status === 0 ? 200 : status;
};

const headersOf = ({ errors, headers = {} }: Answer): Readonly<Record<string, string>> => {
  const all = { ...headers };
  for (const error of errors) Object.assign(all, httpOf(error)?.headers);
  return all;
};

/** The HTTP answer to a GraphQL request, by GraphQL over HTTP: status and media type depend on what the client accepts. */
export function writeAnswer(answer: Answer, { header }: Pick<HttpRequest, "header">): HttpAnswer {
  const type = mediaTypeFor(header("accept"));
  if (type === undefined) return { status: 406, headers: { accept: `${RESPONSE_JSON}, ${JSON_TYPE}` }, body: "" };
  const headers = { "content-type": `${type}; charset=utf-8`, ...headersOf(answer) };
  if (answer.parts !== undefined) return { status: 200, headers, body: batchOf(answer.parts) };
  return { status: statusOf(answer, type), headers, body: answerText(answer) };
}
