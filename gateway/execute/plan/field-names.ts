import type { FlattenNodePathSegment } from "@graphql-hive/router-query-planner";

/** A plan's path with only its field names: lists and type conditions do not change what a key means. */
export const fieldNames = (path: readonly FlattenNodePathSegment[]): readonly string[] =>
  path.flatMap((segment) => (segment !== "@" && "Field" in segment ? [segment.Field] : []));
