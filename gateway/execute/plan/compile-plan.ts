import type {
  ConditionNode,
  FetchNode,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  QueryPlan,
} from "@graphql-hive/router-query-planner";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { type RunNode, type AnswerPath, report } from "../run.ts";
import { compileEntityFetch } from "./entity-fetch.ts";
import { createPlanCompiler, type PlanCompiler } from "./plan-compiler.ts";
import { inParallel, inSequence, nothing } from "./run-nodes.ts";
import type { PlanPath, SharedPlaces } from "./shared-places.ts";
import { dataOf } from "../fetch/send.ts";
import { fetchFailure, relocate } from "../fetch/subgraph-errors.ts";
import { compileMerge } from "./merge.ts";
import { callerPath, renamedKeys } from "./rewrites.ts";

/** A fetch of root fields: its answer goes into the top of the data, and only what was asked of it. */
const compileRootFetch = (node: FetchNode, compiler: PlanCompiler): RunNode => {
  const { send, asked, subgraph } = compiler.prepare(node);
  const rewrite = compiler.rewrites(node.outputRewrites);
  const renamed = renamedKeys(node.outputRewrites);
  const keys = [...asked.keys(), ...renamed];
  const merge = compileMerge(keys);
  compiler.registry.register([], asked, renamed);
  const [onlyKey] = keys;
  const failurePath: AnswerPath | undefined = keys.length === 1 && onlyKey !== undefined ? [onlyKey] : undefined;
  return (run) =>
    send(run, "").then(
      (answer) => {
        for (const error of answer.errors ?? []) {
          report(run, relocate(error, subgraph, callerPath(error.path, node.outputRewrites) ?? failurePath));
        }
        const data = dataOf(answer);
        if (data === undefined) return;
        rewrite?.(data);
        merge(run.data, data);
      },
      () => {
        report(run, fetchFailure(run, subgraph, failurePath));
      },
    );
};

/** A plan that streams. Operations that would make one are refused before they are planned. */
class UnsupportedPlan extends Error {}

const compileCondition = (node: ConditionNode, path: PlanPath, compiler: PlanCompiler): RunNode => {
  const whenTrue = node.ifClause ? compileNode(node.ifClause, path, compiler) : nothing;
  const whenFalse = node.elseClause ? compileNode(node.elseClause, path, compiler) : nothing;
  return (run) => (run.variables[node.condition] === true ? whenTrue(run) : whenFalse(run));
};

const compileFlattenedFetch = (node: FetchNode, path: PlanPath, compiler: PlanCompiler): RunNode => {
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

const compileNode = (node: PlanNode, path: readonly FlattenNodePathSegment[], compiler: PlanCompiler): RunNode => {
  const compileAll = (nodes: readonly PlanNode[]): readonly RunNode[] =>
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

/** A plan, compiled: what runs it, and where its data refers to one value several times. */
export interface CompiledPlan {
  readonly run: RunNode;
  readonly sharedPlaces: SharedPlaces;
}

/** Compiles a query plan; `complete` adds to each fetch's document what is not planned. Throws for a plan that streams. */
export function compilePlan(
  plan: QueryPlan,
  schema: GraphQLSchema,
  complete?: (fetch: DocumentNode) => DocumentNode,
): CompiledPlan {
  const compiler = createPlanCompiler(plan, schema, complete);
  const run = plan.node === undefined ? nothing : compileNode(plan.node, [], compiler);
  return { run, sharedPlaces: compiler.sharedPlaces };
}
