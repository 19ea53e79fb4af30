import { Pool } from "undici";

/** Why an answer of an old system is not used; the code alone is told, never what it said. */
export class AnswerRefused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = "AnswerRefused";
    this.code = code;
  }
}

/** What one request may cost. */
export interface HttpBounds {
  /** Connections at once. */
  readonly concurrency: number;
  /** From sending to the last byte. */
  readonly seconds: number;
  /** Of an answer's body, as it came and unpacked. */
  readonly bytes: number;
}

interface HttpQuestion {
  /** Path and query, behind the path of the place. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** Media type with its parameters; empty where none is stated. */
  readonly type: string;
  readonly body: Buffer<ArrayBuffer>;
}

/** One old system over HTTP. */
export interface HttpSystem {
  /**
   * Asks it once. Redirects are not followed, to whatever host.
   * @throws AnswerRefused `REDIRECT`, `TOO_LARGE`, `TIMEOUT`; a connection's own error otherwise
   */
  readonly ask: (question: HttpQuestion) => Promise<HttpAnswer>;
  readonly close: () => Promise<void>;
}

/** @throws AnswerRefused `PLACE` for an address that is none of HTTP, or that holds a name and password */
const placeOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === "";
  if (!isPlain || url.search !== "" || url.hash !== "") throw new AnswerRefused("PLACE");
  return url;
};

const collected = async (chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer<ArrayBuffer>> => {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    if ((bytes += chunk.byteLength) > most) throw new AnswerRefused("TOO_LARGE");
    kept.push(chunk);
  }
  return Buffer.concat(kept);
};

/** Why an answer is not even read, as its head tells. */
const refusalOf = (status: number, encoding: string | readonly string[] = "identity"): string | undefined => {
  if (status >= 300 && status < 400) return "REDIRECT";
  return encoding === "identity" ? undefined : "CONTENT_ENCODING";
};

/**
 * Opens the way to an old system. Requests go to its own host alone; bodies, time and connections are bounded. Answers in a content encoding are not
 * asked for, and one that comes is refused: it could unpack into anything.
 * @throws AnswerRefused `PLACE` for an address that cannot be used
 */
export function httpSystem(place: string, { concurrency, seconds, bytes }: HttpBounds): HttpSystem {
  const { origin, pathname } = placeOf(place);
  const base = pathname.replace(/\/$/, "");
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1, connect: { timeout: seconds * 1_000 } });
  return {
    ask: async ({ path, method = "GET", headers = {}, body }) => {
      const signal = AbortSignal.timeout(seconds * 1_000);
      try {
        const answer = await pool.request({
          path: base + path || "/",
          method,
          headers: { "accept-encoding": "identity", ...headers },
          signal,
          ...(body !== undefined && { body }),
        });
        const { statusCode: status, headers: told } = answer;
        const refusal = refusalOf(status, told["content-encoding"]);
        if (refusal !== undefined) {
          // What it still sends is given up, and that is no error of anybody's.
          answer.body.on("error", () => undefined).destroy();
          throw new AnswerRefused(refusal);
        }
        const type = told["content-type"];
        const read = await collected(answer.body as AsyncIterable<Uint8Array>, bytes);
        return { status, type: typeof type === "string" ? type : "", body: read };
      } catch (error) {
        throw signal.aborted ? new AnswerRefused("TIMEOUT") : error;
      }
    },
    close: () => pool.destroy(),
  };
}

/** Names by which old systems call the encodings that are read. */
const ENCODINGS: Readonly<Record<string, "utf-8" | "gb18030">> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  gbk: "gb18030",
  gb2312: "gb18030",
  gb18030: "gb18030",
};

/**
 * The text of an answer: in the encoding that the source's file states, otherwise in that of the media type, otherwise in UTF-8.
 * @throws AnswerRefused `ENCODING` for one that is not known, and for bytes that are none of its text
 */
export function textOf({ type, body }: Pick<HttpAnswer, "type" | "body">, stated?: "utf-8" | "gb18030"): string {
  const [, named = "utf-8"] = /;\s*charset\s*=\s*"?([\w-]+)"?/i.exec(type) ?? [];
  const encoding = stated ?? ENCODINGS[named.toLowerCase()];
  if (encoding === undefined) throw new AnswerRefused("ENCODING");
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(body);
  } catch {
    throw new AnswerRefused("ENCODING");
  }
}

/** Whether anybody answers there; what it answers to a question without meaning is its own business. */
export async function isThere({ ask }: HttpSystem): Promise<boolean> {
  try {
    return (await ask({ path: "/", method: "HEAD" })).status < 500;
  } catch (error) {
    return error instanceof AnswerRefused && error.code === "REDIRECT";
  }
}
