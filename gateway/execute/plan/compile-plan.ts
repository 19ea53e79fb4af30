import type {
  BatchFetchNode,
  ConditionNode,
  FetchNode,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  QueryPlan,
} from "@graphql-hive/router-query-planner";
import { type GraphQLSchema, parse } from "graphql";
import type { Post } from "../fetch/post.ts";
import { compileSend, type Send } from "../fetch/send.ts";
import type { Step } from "../run.ts";
import { AskedRegistry } from "./asked-registry.ts";
import { compileEntityFetch } from "./entity-fetch.ts";
import { type AskedKeys, askedKeys } from "./response-keys.ts";
import { compileRewrites, type Rewrite } from "./rewrites.ts";
import { compileRootFetch } from "./root-fetch.ts";
import { inParallel, inSequence, nothing } from "./run-steps.ts";
import { pathsOf, type PlanPath, SharedPlaces, mayShare } from "./sharing.ts";

/** A fetch node made ready: its request text and what it asks for. */
export interface PreparedFetch {
  readonly subgraph: string;
  readonly send: Send;
  readonly asked: AskedKeys;
}

/** What the nodes of one plan share while they are compiled. */
export interface PlanCompiler {
  /** The whole supergraph, inaccessible types included. */
  readonly schema: GraphQLSchema;
  readonly registry: AskedRegistry;
  readonly sharedPlaces: SharedPlaces;
  readonly prepare: (node: FetchNode | BatchFetchNode) => PreparedFetch;
  readonly rewrites: (rewrites: readonly FetchRewrite[] | undefined) => Rewrite | undefined;
  /** Whether equal entities at these paths may share what is merged into them. */
  readonly mayShare: (paths: readonly PlanPath[]) => boolean;
}

/** A plan with a node that is left to another executor: `@defer` or a subscription. */
export class UnsupportedPlan extends Error {}

const compileCondition = (node: ConditionNode, path: PlanPath, compiler: PlanCompiler): Step => {
  const whenTrue = node.ifClause ? compileNode(node.ifClause, path, compiler) : nothing;
  const whenFalse = node.elseClause ? compileNode(node.elseClause, path, compiler) : nothing;
  return (run) => (run.variables[node.condition] === true ? whenTrue(run) : whenFalse(run));
};

const compileFlattenedFetch = (node: FetchNode, path: PlanPath, compiler: PlanCompiler): Step => {
  const description = {
    alias: "_entities",
    representationsVariableName: "representations",
    paths: [[...path]],
    requires: node.requires ?? [],
    ...(node.inputRewrites ? { inputRewrites: node.inputRewrites } : {}),
    ...(node.outputRewrites ? { outputRewrites: node.outputRewrites.map(belowEntities) } : {}),
  };
  return compileEntityFetch([description], compiler.prepare(node), compiler);
};

/** A single fetch's rewrites start at the answer's root; a batch's, and ours, start at its list of entities. */
const belowEntities = (rewrite: FetchRewrite): FetchRewrite => {
  const below = <R extends { path: { Key?: string }[] | unknown[] }>(inner: R): R => {
    const [first, ...rest] = inner.path;
    const atRoot = typeof first === "object" && first !== null && "Key" in first && first.Key === "_entities";
    return atRoot ? { ...inner, path: rest } : inner;
  };
  if ("KeyRenamer" in rewrite) return { KeyRenamer: below(rewrite.KeyRenamer) };
  return "ValueSetter" in rewrite ? { ValueSetter: below(rewrite.ValueSetter) } : below(rewrite);
};

const compileNode = (node: PlanNode, path: readonly FlattenNodePathSegment[], compiler: PlanCompiler): Step => {
  const compileAll = (nodes: readonly PlanNode[]): readonly Step[] =>
    nodes.map((child) => compileNode(child, path, compiler));
  switch (node.kind) {
    case "Sequence":
      return inSequence(compileAll(node.nodes));
    case "Parallel":
      return inParallel(compileAll(node.nodes));
    case "Condition":
      return compileCondition(node, path, compiler);
    case "Flatten":
      return compileNode(node.node, [...path, ...node.path], compiler);
    case "Fetch":
      return path.length === 0 ? compileRootFetch(node, compiler) : compileFlattenedFetch(node, path, compiler);
    case "BatchFetch":
      return compileEntityFetch(node.entityBatch.aliases, compiler.prepare(node), compiler);
    case "Subscription":
    case "Defer":
      throw new UnsupportedPlan(node.kind);
  }
};

const prepareWith =
  (post: Post): PlanCompiler["prepare"] =>
  (node) => {
    const document = parse(node.operation, { noLocation: true });
    const send = compileSend(
      {
        subgraph: node.serviceName,
        operationKind: node.operationKind ?? "query",
        operation: node.operation,
        document,
        variables: node.variableUsages ?? [],
      },
      post,
    );
    return { subgraph: node.serviceName, send, asked: askedKeys(document) };
  };

/** A plan, compiled: what runs it, and where its data refers to one value several times. */
export interface CompiledPlan {
  readonly run: Step;
  readonly sharedPlaces: SharedPlaces;
}

/** Compiles a query plan. Throws UnsupportedPlan for what this executor leaves to another. */
export const compilePlan = (plan: QueryPlan, schema: GraphQLSchema, post: Post): CompiledPlan => {
  const sharedPlaces = new SharedPlaces();
  if (plan.node === undefined) return { run: nothing, sharedPlaces };
  const allPaths = pathsOf(plan.node);
  const run = compileNode(plan.node, [], {
    schema,
    sharedPlaces,
    registry: new AskedRegistry(),
    prepare: prepareWith(post),
    rewrites: (rewrites) => compileRewrites(rewrites, schema),
    mayShare: (paths) => mayShare(paths, allPaths),
  });
  return { run, sharedPlaces };
};
