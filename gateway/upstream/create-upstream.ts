import type { DocumentNode } from "graphql";
import { Pool } from "undici";
import { ENVELOPE_HEADER } from "../../schema/envelope/envelope.ts";
import type { Sealer } from "../../schema/envelope/seal.ts";
import type { UpstreamBounds } from "./bounds.ts";
import { hubError } from "../errors.ts";
import type { Trace } from "../release/trace.ts";
import type { SubgraphAnswer } from "./parse-answer.ts";
import { postToSubgraph, type SubgraphEndpoint, type SubgraphPost } from "./post-to-subgraph.ts";

/** One fetch of one request's plan. */
interface SubgraphFetch {
  readonly subgraph: string;
  /** The fetch's own operation: what an envelope is made for. */
  readonly document: DocumentNode;
  /** The JSON text of the request: `query`, `variables`, `operationName`. */
  readonly body: string;
  /** Aborted when nobody waits for the answer any more: the fetch is given up. */
  readonly signal?: AbortSignal | undefined;
}

type Headers = Readonly<Record<string, string>>;

/** The request that fetches are made for. */
export interface FetchOrigin {
  readonly trace: Trace;
  /** The clock of `performance.now()` at the request's arrival. */
  readonly started: number;
  /** Headers of one fetch, such as its envelope; a throw fails that fetch alone. Absent: a fetch on nobody's behalf. */
  readonly headersFor?: ((fetch: SubgraphFetch) => Headers | Promise<Headers>) | undefined;
  /** Nobody's question: it counts neither as a fetch nor, when it fails, as an error. */
  readonly isProbe?: boolean;
}

/** Told of every fetch when it starts. */
export type ObserveFetch = (
  subgraph: string,
  trace: Trace,
) => {
  /** The W3C header that the fetch carries. */
  readonly traceparent: string;
  /** Called once, when the fetch is over. */
  readonly done: (answer: SubgraphAnswer) => void;
};

/** The way to all subgraphs of one supergraph. */
export interface Upstream {
  /** Never rejects; an error in the answer names the subgraph. Two equal fetches are two fetches: nothing is shared. */
  readonly post: (fetch: SubgraphFetch, origin: FetchOrigin) => Promise<SubgraphAnswer>;
  readonly close: () => Promise<void>;
}

/** The parts of an upstream. */
export interface UpstreamOptions {
  /** URL by subgraph name. */
  readonly urls: ReadonlyMap<string, string>;
  readonly bounds: UpstreamBounds;
  readonly observe?: ObserveFetch | undefined;
  /** By subgraph name; a fetch to any other goes without a seal. */
  readonly sealers?: ReadonlyMap<string, Sealer> | undefined;
}

const endpointOf = (subgraph: string, url: string, bounds: UpstreamBounds): SubgraphEndpoint | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname, search } = new URL(url);
  const timeout = bounds.timeouts.get(subgraph) ?? bounds.timeout;
  const dispatcher = new Pool(origin, {
    connections: bounds.connections,
    pipelining: 1,
    connect: { timeout },
    // One timer per fetch rules; these only keep undici's own from firing first.
    headersTimeout: timeout * 2,
    bodyTimeout: timeout * 2,
  });
  return { subgraph, dispatcher, path: pathname + search, answerBytes: bounds.answerBytes };
};

const unreachable = (subgraph: string): SubgraphAnswer => ({
  data: null,
  errors: [hubError("HUB_SUBGRAPH_UNAVAILABLE", { subgraph }, { extensions: { subgraph } })],
});

/** The body of a fetch, and its seal where the subgraph has a key. */
const sealed = (text: string, envelope: string, sealer: Sealer | undefined): Pick<SubgraphPost, "body" | "seal"> => {
  if (sealer === undefined) return { body: text };
  const body = Buffer.from(text);
  return { body, seal: sealer({ envelope, body }) };
};

/** Opens one pool of kept-alive connections per subgraph (none is connected yet), so that a slow one starves no other. */
export function createUpstream({ urls, bounds, observe, sealers }: UpstreamOptions): Upstream {
  const endpoints = new Map<string, SubgraphEndpoint>();
  for (const [subgraph, url] of urls) {
    const endpoint = endpointOf(subgraph, url, bounds);
    if (endpoint) endpoints.set(subgraph, endpoint);
  }
  const send = async (
    fetch: SubgraphFetch,
    { headersFor, started }: FetchOrigin,
    traceparent: string,
  ): Promise<SubgraphAnswer> => {
    const endpoint = endpoints.get(fetch.subgraph);
    if (!endpoint) return unreachable(fetch.subgraph);
    try {
      const attaching = headersFor?.(fetch);
      const attached = attaching instanceof Promise ? await attaching : attaching;
      const left = started + bounds.requestTimeout - performance.now();
      const timeout = Math.max(0, Math.floor(Math.min(bounds.timeouts.get(fetch.subgraph) ?? bounds.timeout, left)));
      return await postToSubgraph(endpoint, {
        ...sealed(fetch.body, attached?.[ENVELOPE_HEADER] ?? "", sealers?.get(fetch.subgraph)),
        headers: { traceparent, ...attached },
        timeout,
        signal: fetch.signal,
      });
    } catch {
      return unreachable(fetch.subgraph);
    }
  };
  return {
    post: async (fetch, origin) => {
      const observed = origin.isProbe === true ? undefined : observe?.(fetch.subgraph, origin.trace);
      const answer = await send(fetch, origin, observed?.traceparent ?? origin.trace.traceparent);
      observed?.done(answer);
      return answer;
    },
    close: async () => {
      await Promise.all([...endpoints.values()].map(({ dispatcher }) => dispatcher.close()));
    },
  };
}
