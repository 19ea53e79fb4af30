import type { FetchNode } from "@graphql-hive/router-query-planner";
import { dataOf } from "../fetch/send.ts";
import { fetchFailure, relocate } from "../fetch/subgraph-errors.ts";
import { type AnswerPath, report, type PlanStep } from "../run.ts";
import type { PlanCompiler } from "./plan-compiler.ts";
import { compileMerge } from "./merge.ts";
import { callerPath, renamedKeys } from "./rewrites.ts";

/** A fetch of root fields: its answer goes into the top of the data, and only what was asked of it. */
export const compileRootFetch = (node: FetchNode, compiler: PlanCompiler): PlanStep => {
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
