import { OUTBOX_PATH, OUTBOX_PATIENCE, OUTBOX_PURPOSE, OUTBOX_QUERY } from "../../schema/envelope/outbox.ts";
import type { GatewayOptions } from "../config.ts";
import type { Governance } from "../decide/create-governance.ts";
import type { Hub } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { Supergraph } from "../supergraph/read-supergraph.ts";
import type { Upstream } from "../upstream/create-upstream.ts";
import type { SubgraphAnswer } from "../upstream/parse-answer.ts";
import { type AskAtEvent, createAskAtEvent } from "./ask-at-event.ts";
import { eventTypesOf } from "./event-types.ts";
import type { EventType } from "./hub-event.ts";
import { createReadSubscription } from "./read-subscription.ts";
import { withSubscriptions } from "./subscription-schema.ts";

/** What one loaded supergraph has to do with events. */
export interface GenerationEvents {
  readonly ask: AskAtEvent;
  /** Subgraphs with an outbox, each with the kinds of events that it may tell of. */
  readonly departments: ReadonlyMap<string, ReadonlySet<string>>;
  /** Asks a subgraph for its outbox, as the hub itself. Never rejects. */
  readonly collect: (subgraph: string, kept: readonly string[], signal: AbortSignal) => Promise<SubgraphAnswer>;
}

/** The kinds of events of a supergraph that are served: under governance only, and where events are kept. */
export function servedEvents(
  supergraph: Supergraph,
  { events, governance }: Pick<GatewayOptions, "events" | "governance">,
): ReadonlyMap<string, EventType> | undefined {
  if (events === undefined || governance === undefined) return undefined;
  const types = eventTypesOf(supergraph);
  return types.size === 0 ? undefined : types;
}

/** The parts of one loaded supergraph that its events need. */
interface EventParts {
  readonly hub: Hub;
  /** The whole pipeline. */
  readonly run: Next;
  readonly upstream: Upstream;
  readonly types: ReadonlyMap<string, EventType>;
  readonly attach: Governance["attachOwn"];
}

const byDepartment = (types: EventParts["types"]): GenerationEvents["departments"] => {
  const found = new Map<string, Set<string>>();
  for (const { name, departments } of types.values())
    for (const department of departments) found.set(department, (found.get(department) ?? new Set()).add(name));
  return found;
};

/** The events of one loaded supergraph. */
export function generationEvents({ hub, run, upstream, types, attach }: EventParts): GenerationEvents {
  const { limits } = hub;
  const schema = withSubscriptions(hub.schema, types.values());
  return {
    ask: createAskAtEvent(hub, run, createReadSubscription({ schema, limits, types })),
    departments: byDepartment(types),
    collect: (subgraph, kept, signal) =>
      upstream.askAtDoor(subgraph, {
        path: OUTBOX_PATH,
        body: JSON.stringify({ query: OUTBOX_QUERY, kept }),
        headers: async () => (await attach?.(subgraph, { query: OUTBOX_QUERY, purpose: OUTBOX_PURPOSE })) ?? {},
        patience: OUTBOX_PATIENCE,
        signal,
      }),
  };
}
