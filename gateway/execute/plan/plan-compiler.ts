import type { BatchFetchNode, FetchNode, FetchRewrite, QueryPlan } from "@graphql-hive/router-query-planner";
import { type DocumentNode, type GraphQLSchema, parse, print, stripIgnoredCharacters } from "graphql";
import { compileSend, type Send } from "../fetch/send.ts";
import { AskedRegistry, type AskedKeys, askedKeys } from "./asked-keys.ts";
import { compileRewrites, type Rewrite } from "./rewrites.ts";
import { mayShare, pathsOf, type PlanPath, SharedPlaces } from "./shared-places.ts";

/** A fetch node made ready: its request text and what it asks for. */
export interface PreparedFetch {
  readonly subgraph: string;
  readonly send: Send;
  readonly asked: AskedKeys;
}

/** The state that the nodes of one plan share while they are compiled. */
export interface PlanCompiler {
  /** The whole supergraph, inaccessible types included. */
  readonly schema: GraphQLSchema;
  readonly registry: AskedRegistry;
  readonly sharedPlaces: SharedPlaces;
  readonly prepare: (node: FetchNode | BatchFetchNode) => PreparedFetch;
  readonly rewrites: (rewrites: readonly FetchRewrite[] | undefined) => Rewrite | undefined;
  /** True when equal entities at these paths may share what is merged into them. */
  readonly mayShare: (paths: readonly PlanPath[]) => boolean;
}

type Complete = (fetch: DocumentNode) => DocumentNode;

const prepare = (node: FetchNode | BatchFetchNode, complete: Complete | undefined): PreparedFetch => {
  const planned = parse(node.operation, { noLocation: true });
  const document = complete ? complete(planned) : planned;
  const send = compileSend({
    subgraph: node.serviceName,
    operationKind: node.operationKind ?? "query",
    operation: document === planned ? node.operation : stripIgnoredCharacters(print(document)),
    document,
    variables: node.variableUsages ?? [],
  });
  return { subgraph: node.serviceName, send, asked: askedKeys(document) };
};

/** The shared state of a plan's nodes, before the first of them is compiled. */
export function createPlanCompiler(plan: QueryPlan, schema: GraphQLSchema, complete?: Complete): PlanCompiler {
  const allPaths = plan.node === undefined ? [] : pathsOf(plan.node);
  return {
    schema,
    sharedPlaces: new SharedPlaces(),
    registry: new AskedRegistry(),
    prepare: (node) => prepare(node, complete),
    rewrites: (rewrites) => compileRewrites(rewrites, schema),
    mayShare: (paths) => mayShare(paths, allPaths),
  };
}
