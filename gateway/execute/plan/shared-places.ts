import type { FlattenNodePathSegment, PlanNode } from "@graphql-hive/router-query-planner";

/** A plan's path with only its field names: lists and type conditions do not change what a key means. */
export function fieldNames(path: readonly FlattenNodePathSegment[]): readonly string[] {
  return path.flatMap((segment) => (segment !== "@" && "Field" in segment ? [segment.Field] : []));
}

/** A path of the plan, as the planner writes it. */
export type PlanPath = readonly FlattenNodePathSegment[];

/** Every path into the data at which some fetch of the plan merges entities. */
export function pathsOf(node: PlanNode, prefix: PlanPath = []): readonly PlanPath[] {
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
}

const isConditioned = (path: PlanPath): boolean =>
  path.some((segment) => segment !== "@" && "TypeCondition" in segment);

/** The part of a path that leads to a place: undefined when it does not go there. */
const leadingTo = (names: readonly string[], path: PlanPath): PlanPath | undefined => {
  const pathNames = fieldNames(path);
  if (pathNames.length < names.length || names.some((name, at) => pathNames[at] !== name)) return undefined;
  let seen = 0;
  const end = path.findIndex((segment) => {
    if (segment !== "@" && "Field" in segment) seen += 1;
    return seen > names.length;
  });
  return end === -1 ? path : path.slice(0, end);
};

/**
 * True when equal entities at `paths` may become, or refer to, one object. They may as long as no fetch reaches what they
 * share by a path that tells them apart: by one of several paths, or under a type condition. (It would write different
 * values for one response key, for example of a field with other arguments, into the object that both see.)
 */
export function mayShare(paths: readonly PlanPath[], allPaths: readonly PlanPath[]): boolean {
  return paths.every((path) => {
    const reaching = allPaths.flatMap((other) => {
      const leading = leadingTo(fieldNames(path), other);
      return leading === undefined || other === path ? [] : [leading];
    });
    return reaching.length === 0 || (paths.length === 1 && !isConditioned(path) && !reaching.some(isConditioned));
  });
}

/** A place of the answer as text, by its field names. */
export function placeOf(names: readonly string[]): string {
  return names.join("/");
}

/**
 * The places of a plan's data that may refer to one thing several times. Collectors go through it once, and the writer writes it once.
 */
export class SharedPlaces {
  readonly #values = new Set<string>();
  readonly #objects = new Set<string>();

  /** Equal entities at a place share the values under these keys. */
  addValues(names: readonly string[], keys: readonly string[]): void {
    for (const key of keys) this.#values.add(placeOf([...names, key]));
  }

  /** Equal entities at a place are one object. */
  addObjects(names: readonly string[]): void {
    this.#objects.add(placeOf(names));
  }

  hasValues(names: readonly string[]): boolean {
    return this.#values.has(placeOf(names));
  }

  hasObjects(names: readonly string[]): boolean {
    return this.#objects.has(placeOf(names));
  }
}
