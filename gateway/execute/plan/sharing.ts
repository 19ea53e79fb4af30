import type { FlattenNodePathSegment, PlanNode } from "@graphql-hive/router-query-planner";
import { fieldNames } from "./asked-registry.ts";

/** A path of the plan, as the planner writes it. */
export type PlanPath = readonly FlattenNodePathSegment[];

/** Every path into the data at which some fetch of the plan merges entities. */
export const pathsOf = (node: PlanNode, prefix: PlanPath = []): readonly PlanPath[] => {
  switch (node.kind) {
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap((child) => pathsOf(child, prefix));
    case "Condition":
      return [node.ifClause, node.elseClause].flatMap((clause) => (clause ? pathsOf(clause, prefix) : []));
    case "Flatten":
      return pathsOf(node.node, [...prefix, ...node.path]);
    case "Fetch":
      return prefix.length > 0 ? [prefix] : [];
    case "BatchFetch":
      return node.entityBatch.aliases.flatMap((alias) => alias.paths);
    case "Subscription":
    case "Defer":
      return [];
  }
};

const isConditioned = (path: PlanPath): boolean =>
  path.some((segment) => segment !== "@" && "TypeCondition" in segment);

/** The part of `longer` above and including the place of `names`; undefined when it does not lead through it. */
const throughPlace = (longer: PlanPath, names: readonly string[]): PlanPath | undefined => {
  const longerNames = fieldNames(longer);
  if (longerNames.length <= names.length || names.some((name, at) => longerNames[at] !== name)) return undefined;
  let seen = 0;
  const end = longer.findIndex((segment) => {
    if (segment !== "@" && "Field" in segment) seen += 1;
    return seen > names.length;
  });
  return longer.slice(0, end);
};

/**
 * Whether equal entities at `paths` may share one object. They may as long as no later fetch goes THROUGH them by a way
 * that distinguishes them: through one of several paths, or under a type condition. (It would write different values
 * for one response key, for example of a field with other arguments, into the object that both see.)
 */
export const sharesSafely = (paths: readonly PlanPath[], allPaths: readonly PlanPath[]): boolean =>
  paths.every((path) => {
    const names = fieldNames(path);
    const through = allPaths.flatMap((other) => throughPlace(other, names) ?? []);
    const leads = allPaths.some((other) => throughPlace(other, names) !== undefined);
    if (!leads) return true;
    const conditioned = isConditioned(path) || through.some((segment) => segment !== "@" && "TypeCondition" in segment);
    return paths.length === 1 && !conditioned;
  });
