import type { DocumentNode } from "graphql";
import { Pool } from "undici";
import type { FollowedCertificates } from "../../host/certificates.ts";
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

/** A question of the hub's own at one of a department's doors. */
interface DoorQuestion {
  /** What follows the department's URL. */
  readonly path: string;
  /** The JSON text. */
  readonly body: string;
  /** Its envelope. */
  readonly headers: () => Headers | Promise<Headers>;
  /** Milliseconds for which the department may wait before it answers; none unless given. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

/** The way to all subgraphs of one supergraph. */
export interface Upstream {
  /** Never rejects; an error in the answer names the subgraph. Two equal fetches are two fetches: nothing is shared. */
  readonly post: (fetch: SubgraphFetch, origin: FetchOrigin) => Promise<SubgraphAnswer>;
  /** Asks a subgraph at a door that it has for the hub, sealed like any fetch. Never rejects. */
  readonly askAtDoor: (subgraph: string, question: DoorQuestion) => Promise<SubgraphAnswer>;
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
  /** The gateway's certificate as a client, and the authorities of the departments'. */
  readonly certificates?: FollowedCertificates | undefined;
  /** Told why TLS with a subgraph fails, by OpenSSL's code. */
  readonly onUntrusted?: ((subgraph: string, code: string) => void) | undefined;
}

/** A subgraph's address, whose pools are others after a change of certificates. */
interface Place extends SubgraphEndpoint {
  dispatcher: Pool;
  /** For the hub's own questions: whoever waits behind all the fetches of a burst of events brings no more of them. */
  doors: Pool;
}

/** Connections to the doors of one subgraph. */
const AT_DOORS = 2;

const openPool = (
  subgraph: string,
  url: string,
  { bounds, certificates }: Pick<UpstreamOptions, "bounds" | "certificates">,
  connections = bounds.connections,
): Pool => {
  const timeout = bounds.timeouts.get(subgraph) ?? bounds.timeout;
  const { cert, key, ca } = certificates?.now() ?? {};
  const identity = cert === undefined || key === undefined ? {} : { cert, key };
  return new Pool(new URL(url).origin, {
    connections,
    pipelining: 1,
    connect: { timeout, ...identity, ...(ca === undefined ? {} : { ca }) },
    // One timer per fetch rules; these only keep undici's own from firing first.
    headersTimeout: timeout * 2,
    bodyTimeout: timeout * 2,
  });
};

const isLoopback = ({ hostname }: URL): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** @throws where fetches would leave the machine in the clear although departments are meant to show certificates */
const refuseClear = (urls: ReadonlyMap<string, string>): void => {
  const clear = [...urls].filter(([, url]) => {
    if (!URL.canParse(url)) return false;
    const parsed = new URL(url);
    return parsed.protocol === "http:" && !isLoopback(parsed);
  });
  if (clear.length > 0)
    throw new Error(
      `With --tls-ca departments are reached by https:// only, or on loopback: ${clear.map(([name]) => name).join(", ")}.`,
    );
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

/** The places of all subgraphs; after a change of certificates each gets a new pool, and fetches under way end on the one where they began. */
const openPlaces = (options: UpstreamOptions) => {
  const { urls, bounds, certificates, onUntrusted } = options;
  if (certificates?.now().ca !== undefined) refuseClear(urls);
  const places = new Map<string, Place>();
  for (const [subgraph, url] of urls) {
    if (!URL.canParse(url)) continue;
    const { pathname, search } = new URL(url);
    places.set(subgraph, {
      subgraph,
      dispatcher: openPool(subgraph, url, options),
      doors: openPool(subgraph, url, options, AT_DOORS),
      path: pathname + search,
      answerBytes: bounds.answerBytes,
      onUntrusted: (code) => onUntrusted?.(subgraph, code),
    });
  }
  const retired = new Set<Promise<unknown>>();
  const forget = certificates?.onChange(() => {
    for (const place of places.values()) {
      const [dispatcher, doors] = [place.dispatcher.close(), place.doors.close()];
      const closing = Promise.all([dispatcher, doors]).finally(() => retired.delete(closing));
      retired.add(closing);
      const url = urls.get(place.subgraph) ?? "";
      place.dispatcher = openPool(place.subgraph, url, options);
      place.doors = openPool(place.subgraph, url, options, AT_DOORS);
    }
  });
  const close = async (): Promise<void> => {
    forget?.();
    const open = [...places.values()].flatMap(({ dispatcher, doors }) => [dispatcher.close(), doors.close()]);
    await Promise.all([...open, ...retired]);
  };
  return { places, close };
};

/** Opens one pool of kept-alive connections per subgraph (none is connected yet), so that a slow one starves no other. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { bounds, observe, sealers } = options;
  const { places, close } = openPlaces(options);
  const send = async (
    fetch: SubgraphFetch,
    { headersFor, started }: FetchOrigin,
    traceparent: string,
  ): Promise<SubgraphAnswer> => {
    const endpoint = places.get(fetch.subgraph);
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
    askAtDoor: async (subgraph, { path: door, body, headers, patience = 0, signal }) => {
      const endpoint = places.get(subgraph);
      if (!endpoint) return unreachable(subgraph);
      try {
        const attached = await headers();
        const path = `${endpoint.path.replace(/\/$/, "")}/${door}`;
        return await postToSubgraph(
          { ...endpoint, dispatcher: endpoint.doors, path },
          {
            ...sealed(body, attached[ENVELOPE_HEADER] ?? "", sealers?.get(subgraph)),
            headers: attached,
            timeout: patience + bounds.timeout,
            signal,
          },
        );
      } catch {
        return unreachable(subgraph);
      }
    },
    close,
  };
}
