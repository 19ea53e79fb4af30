import type { FlattenNodePathSegment } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { isObject, type JsonObject, reader } from "../json.ts";
import { compileTypeTest } from "./type-conditions.ts";

/** Finds the objects at a path of the merged data, in the data's order, lists flattened. */
export type Collect = (value: unknown, found: JsonObject[]) => void;

const collectObjects: Collect = (value, found) => {
  if (Array.isArray(value)) {
    for (const item of value) collectObjects(item, found);
  } else if (isObject(value)) {
    found.push(value);
  }
};

/** Applies `step` to an object, or to every object of a list: paths may leave a list unmarked. */
const throughLists = (step: (object: JsonObject, found: JsonObject[]) => void): Collect => {
  const collect: Collect = (value, found) => {
    if (Array.isArray(value)) {
      for (const item of value) collect(item, found);
    } else if (isObject(value)) {
      step(value, found);
    }
  };
  return collect;
};

/** Compiles a plan's path once; an object without `__typename` passes a type condition, as its type is then static. */
export const compileCollect = (path: readonly FlattenNodePathSegment[], schema: GraphQLSchema): Collect =>
  path.reduceRight<Collect>((next, segment) => {
    if (segment === "@") {
      return (value, found) => {
        if (Array.isArray(value)) for (const item of value) next(item, found);
      };
    }
    if ("Field" in segment) {
      const read = reader(segment.Field);
      return throughLists((object, found) => {
        next(read(object), found);
      });
    }
    const test = compileTypeTest(schema, segment.TypeCondition);
    return throughLists((object, found) => {
      const typeName = object["__typename"];
      if (typeof typeName !== "string" || test(typeName)) next(object, found);
    });
  }, collectObjects);
