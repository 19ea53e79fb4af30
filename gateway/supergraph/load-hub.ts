import { defaultLimits, type GatewayOptions } from "../config.ts";
import { PLAYGROUND_FORM } from "../decide/apply-link.ts";
import type { EventType } from "../events/hub-event.ts";
import { withSubscriptions } from "../events/subscription-schema.ts";
import type { Hub } from "../exchange.ts";
import { createExecutor } from "../execute/executor.ts";
import { consumerSchemaOf } from "./consumer-schema.ts";
import { createBounds } from "../limit/bounds.ts";
import { derivedWork } from "../limit/derived-work.ts";
import { createIdentifiers } from "../limit/callers/asked-identifiers.ts";
import { createTurns } from "../limit/callers/turns.ts";
import { createReadOperation } from "../operation/read-operation.ts";
import { reading, why } from "../pipeline.ts";
import { compose } from "../step.ts";
import type { Upstream } from "../upstream/create-upstream.ts";
import type { Supergraph } from "./read-supergraph.ts";

/** The parts that all generations of one gateway share. */
export type Shared = Pick<Hub, "metrics" | "spans" | "logger" | "limiter" | "ledger">;

/** Bytes of operations that are read and compiled, with all that is derived from them. */
const OPERATION_BYTES = 64 * 1024 * 1024;

/** Makes what the steps read of one supergraph. Throws when it is invalid, or its classification may not be used. */
export function loadHub(
  supergraph: Supergraph,
  upstream: Upstream,
  options: Omit<GatewayOptions, "supergraph">,
  shared: Shared,
  eventTypes: ReadonlyMap<string, EventType> = new Map(),
): Hub {
  const { governance, playground } = options;
  const { logger, limiter } = shared;
  const limits = { ...defaultLimits, ...options.limits };
  const schema = consumerSchemaOf(supergraph.served);
  // What nobody asks a department for is in nobody's grant either: the policy does not know of it.
  const shown = withSubscriptions(schema, eventTypes.values());
  const applyAt = options.apply ?? (playground === undefined ? undefined : PLAYGROUND_FORM);
  return {
    ...shared,
    limits,
    schema,
    upstream,
    attach: options.attach,
    readOperation: createReadOperation({
      schema: shown,
      limits,
      own: supergraph.own,
      bytes: OPERATION_BYTES,
      parsed: () => {
        shared.metrics.documents.inc();
      },
    }),
    readingTurn: createTurns({ all: 1, each: 1, waiting: 1_000 }),
    bounds: createBounds(schema, limits, derivedWork(supergraph.document, limits.assumedListSize)),
    execute: createExecutor({
      supergraphSdl: supergraph.served,
      schema: shown,
      observes: governance !== undefined,
      limits: options.execution,
    }),
    identifiersIn: createIdentifiers(schema, new Set(limiter?.guessing?.scalars)),
    governance: governance?.load({ supergraph, schema, applyAt, logger }),
    // An operation that is only asked about ends with its decision.
    why: compose(why, () => ({ errors: [] })),
    read: compose(reading, () => ({ errors: [] })),
  };
}
