import type { FlattenNodePathSegment } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { isObject, type JsonObject, reader } from "../json.ts";
import type { AnswerPath } from "../run.ts";
import { compileTypeTest } from "./type-conditions.ts";

/** Receives an object and where it stands; answers false to stop. */
type Visit = (object: JsonObject, path: AnswerPath) => boolean;

/**
 * Walks a plan's path as `compileCollect` does, this time knowing where it is.
 * Interpreted and slow on purpose: it runs only once something failed and its place must be told.
 */
export const locateTargets = (
  data: JsonObject,
  segments: readonly FlattenNodePathSegment[],
  schema: GraphQLSchema,
  visit: Visit,
): void => {
  const walk = (value: unknown, position: number, path: AnswerPath): boolean => {
    const segment = segments[position];
    if (Array.isArray(value)) {
      const next = segment === "@" ? position + 1 : position;
      return value.every((item, index) => walk(item, next, [...path, index]));
    }
    if (!isObject(value) || segment === "@") return true;
    if (segment === undefined) return visit(value, path);
    if ("Field" in segment) return walk(reader(segment.Field)(value), position + 1, [...path, segment.Field]);
    const typeName = value["__typename"];
    const passes = typeof typeName !== "string" || compileTypeTest(schema, segment.TypeCondition)(typeName);
    return passes ? walk(value, position + 1, path) : true;
  };
  walk(data, 0, []);
};
