import { parse } from "graphql";
import type { GatewayOptions } from "../config.ts";
import { generationEvents, servedEvents } from "../events/generation-events.ts";
import { createExporting } from "../export/exporting.ts";
import { createAnswerGraphQL } from "../front/answer-graphql.ts";
import type { Hub } from "../exchange.ts";
import { health } from "../front/health.ts";
import type { Route } from "../front/http.ts";
import { serveLedger } from "../front/serve-ledger.ts";
import { serveSchema } from "../front/serve-schema.ts";
import { servePlayground } from "../front/serve-playground.ts";
import type { AnswerGraphQL } from "../mcp/asker.ts";
import { serveMcp } from "../mcp/serve-mcp.ts";
import { pipeline } from "../pipeline.ts";
import { observeFetches } from "../release/observe-fetches.ts";
import {
  createReadiness,
  stateIn,
  type OnState,
  type SubgraphState,
  type Probe,
  type Readiness,
} from "../release/readiness.ts";
import { startTrace } from "../release/trace.ts";
import { compose } from "../step.ts";
import { askWhoIs } from "../token/who-is.ts";
import { defaultBounds } from "../upstream/bounds.ts";
import { createUpstream, type FetchOrigin, type Upstream } from "../upstream/create-upstream.ts";
import { sealersFor } from "../upstream/seals.ts";
import { servedSupergraph } from "./add-own-graph.ts";
import { generationQuality } from "../quality/generation-quality.ts";
import { createGeneration, type Generation } from "./generation.ts";
import { loadHub, type Shared } from "./load-hub.ts";
import { readSupergraph, type Supergraph } from "./read-supergraph.ts";

const PROBE_TIMEOUT = 2_000;
const probeQuery = "{ __typename }";
const probeDocument = parse(probeQuery);
const probeBody = JSON.stringify({ query: probeQuery });

/** Asks a subgraph for the least there is, under an envelope that gives nothing: one that refuses it refuses every question. */
const probeWith =
  (upstream: () => Upstream, headersFor: FetchOrigin["headersFor"]): Probe =>
  async (subgraph) => {
    const origin = { trace: startTrace(undefined), started: performance.now(), headersFor, isProbe: true };
    const answer = upstream().post({ subgraph, document: probeDocument, body: probeBody }, origin);
    const late = new Promise<"down">((resolve) => setTimeout(resolve, PROBE_TIMEOUT, "down").unref());
    return Promise.race([answer.then(stateIn), late]);
  };

const LEVELS = {
  up: "info",
  down: "warn",
  clock: "error",
  key: "error",
  refused: "error",
  certificate: "error",
} as const;

/** Shows a subgraph's state in the metrics, and tells each change of it in the log. */
const tellState = (names: Iterable<string>, { metrics, logger }: Shared): OnState => {
  const last = new Map<string, SubgraphState>();
  const show = (subgraph: string, state: SubgraphState): void => {
    const before = last.get(subgraph);
    if (before !== undefined) metrics.subgraphs.set({ subgraph, state: before }, 0);
    last.set(subgraph, state);
    metrics.subgraphs.set({ subgraph, state }, 1);
  };
  for (const name of names) show(name, "up");
  return (subgraph, state) => {
    show(subgraph, state);
    logger[LEVELS[state]]({ subgraph, state }, "A department's state has changed.");
  };
};

/** Tells why TLS fails, once for each reason and department until another comes. */
const tellUntrusted = ({ logger }: Shared): ((subgraph: string, code: string) => void) => {
  const told = new Map<string, string>();
  return (subgraph, code) => {
    if (told.get(subgraph) === code) return;
    told.set(subgraph, code);
    logger.error({ subgraph, code }, "TLS with a department fails: one side does not accept the other's certificate.");
  };
};

const openUpstream = (supergraph: Supergraph, options: GatewayOptions, shared: Shared) => {
  const { metrics, spans } = shared;
  const overrides = new Map(Object.entries(options.upstream ?? {}));
  const urls = new Map([...supergraph.subgraphs].map(([name, url]) => [name, overrides.get(name) ?? url]));
  const readiness: Readiness = createReadiness(
    [...urls.keys()],
    probeWith(() => upstream, options.governance?.attachProbe),
    tellState(urls.keys(), shared),
  );
  const network = createUpstream({
    urls,
    bounds: { ...defaultBounds, ...options.bounds },
    observe: observeFetches(metrics, readiness, spans),
    sealers: options.seals && sealersFor(urls.keys(), options.seals),
    certificates: options.tls?.client,
    onUntrusted: tellUntrusted(shared),
  });
  const upstream: Upstream = options.post === undefined ? network : { ...network, post: options.post };
  return { upstream, readiness };
};

const served = (sdl: string, { governance }: GatewayOptions, { logger }: Shared): Supergraph => {
  const composed = readSupergraph(sdl);
  if (governance === undefined) return composed;
  return servedSupergraph(composed, (names) => {
    logger.warn({ names }, "The supergraph has names of the hub's own: whyDenied is not served.");
  });
};

/** The log for outsiders, where there is one; who they are is for governance to say. */
const ledgerRoutes = ({ governance }: GatewayOptions, { ledger }: Shared): readonly Route[] =>
  ledger?.log === undefined || governance === undefined
    ? []
    : [serveLedger({ log: ledger.log, append: ledger.append }, governance)];

/** The endpoint of the hub's own tokens, where there is one. */
const tokenRoutes = ({ tokenDesk, governance }: GatewayOptions, upstream: Upstream): readonly Route[] =>
  tokenDesk === undefined || governance === undefined ? [] : [tokenDesk(askWhoIs(upstream, governance.attachOwn))];

/** The door for language models, where there is one. */
const mcpRoutes = ({ mcp }: GatewayOptions, hub: Hub, answer: AnswerGraphQL): readonly Route[] => {
  const { governance } = hub;
  return mcp === undefined || governance === undefined ? [] : [serveMcp(mcp, { ...hub, governance }, answer)];
};

/** Makes what serves one supergraph; throws, with everything released, when it is invalid. */
export async function loadSupergraph(sdl: string, options: GatewayOptions, shared: Shared): Promise<Generation> {
  const supergraph = served(sdl, options, shared);
  const { upstream, readiness } = openUpstream(supergraph, options, shared);
  try {
    const events = servedEvents(supergraph, options);
    const hub = loadHub(supergraph, upstream, options, shared, events);
    const run = compose(pipeline, () => {
      throw new Error("The pipeline has no last step");
    });
    const answerGraphQL = createAnswerGraphQL(hub, run);
    const { playground, governance, routes = [] } = options;
    return createGeneration(
      [
        ...routes,
        ...tokenRoutes(options, upstream),
        ...ledgerRoutes(options, shared),
        health(shared.metrics, {
          readiness,
          ledger: shared.ledger,
          grants: governance?.grants,
          certificates: options.tls?.server,
        }),
        ...(playground === undefined ? [] : [servePlayground(playground)]),
        ...(hub.governance === undefined ? [] : [serveSchema(hub.governance, events?.values())]),
        ...mcpRoutes(options, hub, answerGraphQL),
        answerGraphQL,
      ],
      upstream.close,
      {
        events: events && generationEvents({ hub, run, upstream, types: events, attach: governance?.attachOwn }),
        exports: governance && createExporting(hub, run),
        quality: governance && generationQuality(supergraph.subgraphs.keys(), upstream, governance.attachOwn),
      },
    );
  } catch (error) {
    await upstream.close();
    throw error;
  }
}
