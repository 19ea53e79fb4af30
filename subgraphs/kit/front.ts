import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from "@apollo/server";
import { collectBody } from "../../host/collect-body.ts";
import { departmentErrors } from "../../schema/errors.ts";
import { ENVELOPE_HEADER } from "../../schema/envelope/envelope.ts";
import { OUTBOX_PATH } from "../../schema/envelope/outbox.ts";
import {
  SEAL_HEADER,
  SEAL_REFUSED_HEADER,
  type OpenedSeal,
  type Sealed,
  type SealRefusal,
} from "../../schema/envelope/seal.ts";
import type { SubgraphContext } from "./context.ts";
import type { Door } from "./door.ts";
import { envelopeRequired, invalidInput } from "./errors.ts";
import type { DepartmentHealth } from "./health.ts";

/** Bytes of a fetch's body: the keys of some hundred thousand entities. */
const BODY_BYTES = 32_000_000;

/** The receivers of a fetch behind a department's front. */
export interface FrontOptions {
  readonly server: ApolloServer<SubgraphContext>;
  /** Opens the envelope. A throw refuses the fetch. */
  readonly contextOf: (envelope: string | undefined, query: string) => Promise<SubgraphContext>;
  readonly health: DepartmentHealth;
  /** Opens a fetch's seal; absent where fetches are not sealed. */
  readonly openSeal: ((header: unknown, fetch: Sealed) => OpenedSeal) | undefined;
  /** The department's doors for the hub, by what follows its URL there; none where nobody proves to be the hub. */
  readonly doors: ReadonlyMap<string, Door>;
}

/** What Apollo Server is told of the headers: that the body is JSON, which no page of another origin can say. The answer is JSON, whatever they ask for. */
const headersOf = (request: IncomingMessage): HeaderMap => {
  const type = request.headers["content-type"];
  return new HeaderMap(type === undefined ? [] : [["content-type", type]]);
};

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};

const leadsTo = ({ url }: IncomingMessage, path: string): boolean => url?.endsWith(`/${path}`) === true;

const isCollection = (request: IncomingMessage): boolean => leadsTo(request, OUTBOX_PATH);

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
};

const queryIn = (body: unknown): string =>
  typeof body === "object" && body !== null && "query" in body && typeof body.query === "string" ? body.query : "";

const refuse = (response: ServerResponse, reason: SealRefusal): void => {
  const error = invalidInput(reason, {});
  response
    .writeHead(departmentErrors[reason][0], { "content-type": "application/json", [SEAL_REFUSED_HEADER]: reason })
    .end(JSON.stringify({ errors: [error] }));
};

/** What goes back: a status, headers and a text. */
interface Sent {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly text: string;
}

const sentOf = ({ status, headers, body }: HTTPGraphQLResponse): Sent => ({
  status: status ?? 200,
  headers,
  text: body.kind === "complete" ? body.string : "",
});

/** What a door tells the hub; 403 for anybody else. */
const throughDoor = async (door: Door, envelope: string | undefined, body: unknown): Promise<Sent> => {
  const headers = [["content-type", "application/json"]] as const;
  if (!(await door.isFromHub(envelope)))
    return { status: 403, headers, text: JSON.stringify({ errors: [envelopeRequired()] }) };
  return { status: 200, headers, text: await door.answer(body) };
};

const send = (response: ServerResponse, answer: Sent, sealAnswer?: (body: Uint8Array) => string): void => {
  const body = Buffer.from(answer.text);
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (sealAnswer !== undefined) response.setHeader(SEAL_HEADER, sealAnswer(body));
  response.setHeader("content-length", body.length).end(body);
};

/**
 * A department's HTTP: POST of one GraphQL request, what its operator asks for, and nothing else. The seal is opened over the bytes as they came, before
 * anything reads them, and the answer is sealed over the bytes that leave.
 */
export function createFront({ server, contextOf, health, openSeal, doors }: FrontOptions): RequestListener {
  const doorOf = (request: IncomingMessage): Door | undefined =>
    [...doors].find(([path]) => leadsTo(request, path))?.[1];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "POST") {
      response.writeHead(405, { allow: "POST" }).end();
      return;
    }
    const body = await collectBody(request, BODY_BYTES);
    if (body === undefined) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const envelope = headerOf(request, ENVELOPE_HEADER);
    const opened = openSeal?.(request.headers[SEAL_HEADER], { envelope: envelope ?? "", body });
    if (opened?.kind === "refused") {
      refuse(response, opened.reason);
      return;
    }
    const read = parsed(body);
    const door = doorOf(request);
    if (door !== undefined) {
      send(response, await throughDoor(door, envelope, read), opened?.sealAnswer);
      return;
    }
    const answered = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: "POST", headers: headersOf(request), search: "", body: read },
      context: () => contextOf(envelope, queryIn(read)),
    });
    send(response, sentOf(answered), opened?.sealAnswer);
  };
  return (request, response) => {
    if (health.answer(request, response)) return;
    const started = performance.now();
    // A collection waits for something to happen: that is no fetch, and how long it takes tells nothing.
    if (!isCollection(request))
      response.once("finish", () => {
        health.observe(response.statusCode, performance.now() - started);
      });
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
}
