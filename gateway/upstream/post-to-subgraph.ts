import type { Dispatcher } from "undici";
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
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds from sending to the last byte. */
  readonly timeout: number;
  /** Gives the fetch up. */
  readonly signal?: AbortSignal | undefined;
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

const NOT_JSON: Words = { en: "not of type application/json", zh: "类型不是 application/json" };

const tooLarge = (bytes: number): Words => ({ en: `larger than ${bytes} bytes`, zh: `超过 ${bytes} 字节` });

const requestOf = (path: string, { body, headers }: SubgraphPost): Dispatcher.DispatchOptions => ({
  method: "POST",
  path,
  body,
  headers: {
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    ...headers,
  },
});

/** Collects one answer; calls `settle` exactly once, whatever happens. */
const collect = (
  { subgraph, answerBytes }: SubgraphEndpoint,
  { timeout, signal }: SubgraphPost,
  settle: (answer: SubgraphAnswer) => void,
): Dispatcher.DispatchHandler => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let settled = false;
  let controller: Dispatcher.DispatchController | undefined;
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
      if (!settled) finish(parseAnswer(subgraph, Buffer.concat(chunks, bytes).toString("utf8")), false);
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
