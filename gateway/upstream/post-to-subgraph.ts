import type { Dispatcher } from "undici";
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

/** Collects one answer; calls `settle` exactly once, whatever happens. */
const collect = (
  { subgraph, answerBytes }: SubgraphEndpoint,
  { timeout, signal, seal }: SubgraphPost,
  settle: (answer: SubgraphAnswer) => void,
): Dispatcher.DispatchHandler => {
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
      const refusal = headers[SEAL_REFUSED_HEADER];
      if (seal && isRefusal(refusal)) {
        finish(unsealed(subgraph, refusal), true);
        return;
      }
      answerSeal = headers[SEAL_HEADER];
      const type = headers["content-type"];
      if (typeof type === "string" && MEDIA_TYPE.test(type)) return;
      finish(status >= 500 ? unavailable(subgraph) : invalidAnswer(subgraph, NOT_JSON), true);
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
    onResponseError: () => {
      finish(unavailable(subgraph), false);
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
