import type { GraphQLSchema } from "graphql";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { EMPTY_OVERLAY, type Overlay } from "../../schema/catalog/overlay.ts";
import type { OperationFacts } from "../../schema/registered-operation.ts";
import { defaultLimits } from "../config.ts";
import { createPolicy, type Policy } from "../decide/create-policy.ts";
import { createExecutor } from "../execute/executor.ts";
import { createBounds } from "../limit/bounds.ts";
import { derivedWork } from "../limit/derived-work.ts";
import type { Operation } from "../operation/operation.ts";
import { createReadOperation, type ReadOperation } from "../operation/read-operation.ts";
import { servedSupergraph } from "../supergraph/add-own-graph.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import { readSupergraph } from "../supergraph/read-supergraph.ts";

/** A supergraph as a gateway would read operations of it; nothing is served. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly catalogue: Catalogue;
  readonly read: ReadOperation;
  readonly policy: Policy;
  /** What an approval of an operation would cover. Rejects with HUB_PLANNING_FAILED. */
  readonly factsOf: (operation: Operation) => Promise<OperationFacts>;
}

const OPERATION_BYTES = 64 * 1024 * 1024;

/** Reads a supergraph by the limits that gateways have unless told. Throws when it is none. */
export function readGraph(sdl: string, overlay: Overlay = EMPTY_OVERLAY): Graph {
  const supergraph = servedSupergraph(readSupergraph(sdl), () => undefined);
  const schema = consumerSchemaOf(supergraph.served);
  const catalogue = buildCatalogue(sdl, overlay);
  const { own } = supergraph;
  const policy = createPolicy(schema, catalogue, { own });
  const bounds = createBounds(schema, defaultLimits, derivedWork(supergraph.document, defaultLimits.assumedListSize));
  const execute = createExecutor({ supergraphSdl: supergraph.served, schema, observes: true });
  return {
    schema,
    catalogue,
    policy,
    read: createReadOperation({ schema, limits: defaultLimits, own, bytes: OPERATION_BYTES }),
    factsOf: async (operation) => ({
      coordinates: policy.needs(operation),
      cost: bounds.costsOf(operation)({}).cost,
      plan: await execute.departments(operation, ""),
    }),
  };
}
