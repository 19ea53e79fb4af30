/** One HTTP request as the hub reads it, whether it came over a socket or in process. */
export interface HttpRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The query without its question mark. */
  readonly query: string;
  /** The address at the other end of the connection: the client's, or the balancer's; absent in process. */
  readonly address?: string | undefined;
  /** A header's value by its name in lower case; null when it was not sent. */
  readonly header: (name: string) => string | null;
  /** Reads the body, never holding more than `limit` bytes of it. MUST be called at most once. @throws HUB_BODY_TOO_LARGE */
  readonly readBody: (limit: number) => Promise<Buffer>;
  /** Calls back once when the client leaves before it was answered; the result takes the listener out again. */
  readonly onGone: (listener: () => void) => () => void;
  /** The program that asks for the app over MCP (`agentOf`); absent for whoever asks by GraphQL. */
  readonly agent?: string;
}

/** The way to a client whose answer does not end with its first bytes. */
export interface Outlet {
  /** False when the client has not taken what was written before: nothing more MUST be written until `onDrain` calls back. */
  readonly write: (bytes: Buffer | string) => boolean;
  /** Calls back once when the client has taken what was written. */
  readonly onDrain: (listener: () => void) => void;
  /** Calls back once when the connection is over, whoever ended it; the result takes the listener out again. */
  readonly onGone: HttpRequest["onGone"];
  /** Ends the answer after what was written. */
  readonly end: () => void;
  /** Ends the connection at once. */
  readonly cut: () => void;
}

/** One HTTP answer: whole, or begun by what `stream` writes. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  /** In the body's place: called once, when the head is sent. */
  readonly stream?: (outlet: Outlet) => void;
}

/** Answers some requests beside those of GraphQL; undefined: not mine. MUST NOT reject for what a caller can cause. */
export type Route = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> | undefined;

/** An answer of plain text or JSON that nobody may keep. */
export function plainAnswer(status: number, type: string, body: string): HttpAnswer {
  return { status, headers: { "content-type": type, "cache-control": "no-store" }, body };
}

/** An answer of JSON that nobody may keep. */
export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  return plainAnswer(status, "application/json; charset=utf-8", JSON.stringify(value));
}
