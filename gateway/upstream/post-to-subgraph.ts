import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { CERTIFICATE_REFUSED_HEADER } from "../../host/create-server.ts";
import {
  SEAL_HEADER,
  SEAL_REFUSALS,
  SEAL_REFUSED_HEADER,
  type FetchSeal,
  type SealRefusal,
} from "../../schema/envelope/seal.ts";
import type { Words } from "../../schema/words.ts";
import { hubError } from "../errors.ts";
import { invalidAnswer, parseAnswer, type SubgraphAnswer } from "./parse-answer.ts";

/** The address of one subgraph, and the bound on its answers. */
export interface SubgraphEndpoint {
  readonly subgraph: string;
  readonly dispatcher: Dispatcher;
  readonly path: string;
  /** Bytes of the answer's body. */
  readonly answerBytes: number;
  /** Told why TLS with it fails, by OpenSSL's code. */
  readonly onUntrusted?: ((code: string) => void) | undefined;
}

/** One POST: a JSON body that is ready to go, and headers beside the content's own. */
export interface SubgraphPost {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds from sending to the last byte. */
  readonly timeout: number;
  /** Gives the fetch up. */
  readonly signal?: AbortSignal | undefined;
  /** Its header is sent, and an answer counts only with the seal that belongs to it. */
  readonly seal?: FetchSeal | undefined;
}

const MEDIA_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

const unavailable = (subgraph: string): SubgraphAnswer => ({
  data: null,
  errors: [hubError("HUB_SUBGRAPH_UNAVAILABLE", { subgraph }, { extensions: { subgraph } })],
});

const untrusted = (subgraph: string): SubgraphAnswer => ({
  data: null,
  errors: [hubError("HUB_SUBGRAPH_UNTRUSTED", { subgraph }, { extensions: { subgraph } })],
});

/** The code of a connection's error, where it is one of TLS: a certificate that one side does not accept, or no TLS at all. */
const tlsCodeOf = (error: Error): string | undefined => {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_)/.test(code) ? code : undefined;
};

const timedOut = (subgraph: string, milliseconds: number): SubgraphAnswer => ({
  data: null,
  errors: [hubError("HUB_SUBGRAPH_TIMEOUT", { subgraph, milliseconds }, { extensions: { subgraph } })],
});

const unsealed = (subgraph: string, code: SealRefusal | "HUB_ANSWER_UNSEALED"): SubgraphAnswer => ({
  data: null,
  errors: [hubError(code, { subgraph }, { extensions: { subgraph } })],
});

const isRefusal = (value: unknown): value is SealRefusal => SEAL_REFUSALS.some((refusal) => refusal === value);

const NOT_JSON: Words = { en: "not of type application/json", zh: "类型不是 application/json" };

const tooLarge = (bytes: number): Words => ({ en: `larger than ${bytes} bytes`, zh: `超过 ${bytes} 字节` });

const requestOf = (path: string, { body, headers, seal }: SubgraphPost): Dispatcher.DispatchOptions => ({
  method: "POST",
  path,
  body,
  headers: {
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    ...headers,
    ...(seal && { [SEAL_HEADER]: seal.header }),
  },
});

/** The answer to give where the head of a department's answer says already that no data comes. */
const refusedBy = (
  { subgraph, onUntrusted }: SubgraphEndpoint,
  status: number,
  headers: IncomingHttpHeaders,
  isSealed: boolean,
): SubgraphAnswer | undefined => {
  const refusal = headers[SEAL_REFUSED_HEADER];
  if (isSealed && isRefusal(refusal)) return unsealed(subgraph, refusal);
  if (status === 403 && headers[CERTIFICATE_REFUSED_HEADER] !== undefined) {
    onUntrusted?.("REFUSED_BY_DEPARTMENT");
    return untrusted(subgraph);
  }
  const type = headers["content-type"];
  if (typeof type === "string" && MEDIA_TYPE.test(type)) return undefined;
  return status >= 500 ? unavailable(subgraph) : invalidAnswer(subgraph, NOT_JSON);
};

/** Collects one answer; calls `settle` exactly once, whatever happens. */
const collect = (
  endpoint: SubgraphEndpoint,
  { timeout, signal, seal }: SubgraphPost,
  settle: (answer: SubgraphAnswer) => void,
): Dispatcher.DispatchHandler => {
  const { subgraph, answerBytes, onUntrusted } = endpoint;
  const chunks: Buffer[] = [];
  let bytes = 0;
  let settled = false;
  let controller: Dispatcher.DispatchController | undefined;
  let answerSeal: unknown;
  const finish = (answer: SubgraphAnswer, abort: boolean): void => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    settle(answer);
    if (abort) controller?.abort(new Error("answer refused"));
  };
  const giveUp = (): void => {
    finish(unavailable(subgraph), true);
  };
  signal?.addEventListener("abort", giveUp, { once: true });
  const timer = setTimeout(() => {
    finish(timedOut(subgraph, timeout), true);
  }, timeout);
  return {
    onRequestStart: (started) => {
      controller = started;
      if (settled) started.abort(new Error("answer refused"));
    },
    onResponseStart: (_, status, headers) => {
      answerSeal = headers[SEAL_HEADER];
      const refused = refusedBy(endpoint, status, headers, seal !== undefined);
      if (refused !== undefined) finish(refused, true);
    },
    onResponseData: (_, chunk) => {
      bytes += chunk.length;
      if (bytes > answerBytes) finish(invalidAnswer(subgraph, tooLarge(answerBytes)), true);
      else chunks.push(chunk);
    },
    onResponseEnd: () => {
      if (settled) return;
      const body = Buffer.concat(chunks, bytes);
      const holds = seal === undefined || seal.answers(answerSeal, body);
      finish(holds ? parseAnswer(subgraph, body.toString("utf8")) : unsealed(subgraph, "HUB_ANSWER_UNSEALED"), false);
    },
    onResponseError: (_, error) => {
      const code = settled ? undefined : tlsCodeOf(error);
      if (code !== undefined) onUntrusted?.(code);
      finish(code === undefined ? unavailable(subgraph) : untrusted(subgraph), false);
    },
  };
};

/**
 * Sends one fetch to a subgraph and reads the answer. Never rejects: a subgraph that is down, slow, too talkative or
 * talks nonsense becomes an answer without data whose one error names it, without hosts or stacks.
 */
export function postToSubgraph(endpoint: SubgraphEndpoint, post: SubgraphPost): Promise<SubgraphAnswer> {
  return new Promise((resolve) => {
    if (post.signal?.aborted) {
      resolve(unavailable(endpoint.subgraph));
      return;
    }
    try {
      endpoint.dispatcher.dispatch(requestOf(endpoint.path, post), collect(endpoint, post, resolve));
    } catch {
      resolve(unavailable(endpoint.subgraph));
    }
  });
}
