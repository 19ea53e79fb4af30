import type { FlattenNodePathSegment } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { assign, isList, isObject, type JsonObject, reader } from "../json.ts";
import { fieldNames, type SharedPlaces } from "./shared-places.ts";
import { compileTypeTest } from "./type-conditions.ts";

/** Is shown an object at the path's end, and answers the object that shall stand there: the same, or an equal one. */
type Take = (object: JsonObject) => JsonObject;

/** The values that one search has been through, with its answer for each. */
type Seen = Map<unknown, unknown>;

/**
 * Shows the objects at a path of the merged data to `take`, in the data's order, lists flattened, shared ones once.
 * `seen` is for one search. Answers the value itself, or what shall stand in its place.
 */
export type Collect = (value: unknown, take: Take, seen: Seen) => unknown;

/** Applies a visit to every object of a value; a list's items are replaced by what the visit answers. */
const forObjects = (visit: (object: JsonObject, take: Take, seen: Seen) => unknown): Collect => {
  const collect: Collect = (value: unknown, take, seen): unknown => {
    if (isList(value)) {
      for (let index = 0; index < value.length; index++) {
        const item = value[index];
        const replaced = collect(item, take, seen);
        if (replaced !== item) value[index] = replaced;
      }
      return value;
    }
    return isObject(value) ? visit(value, take, seen) : value;
  };
  return collect;
};

/** Does not go again into what the search went through before, and answers the same for it. */
const once =
  (next: Collect): Collect =>
  (value, take, seen) => {
    if (typeof value !== "object" || value === null) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    const replaced = next(value, take, seen);
    seen.set(value, replaced);
    return replaced;
  };

const throughField = (name: string, next: Collect): Collect => {
  const read = reader(name);
  return forObjects((object, take, seen) => {
    const value = read(object);
    const replaced = next(value, take, seen);
    if (replaced !== value) assign(object, name, replaced);
    return object;
  });
};

const throughCondition = (conditions: readonly string[], next: Collect, schema: GraphQLSchema): Collect => {
  const test = compileTypeTest(schema, conditions);
  return forObjects((object, take, seen) => {
    const typeName = object["__typename"];
    return typeof typeName !== "string" || test(typeName) ? next(object, take, seen) : object;
  });
};

/** Every object of a place that may be there several times is gone into once. */
const objectsOnce = (next: Collect): Collect => forObjects(once(next));

/**
 * Compiles a plan's path once. An object without `__typename` passes a type condition, as its type is then static;
 * a list may go unmarked.
 */
export function compileCollect(
  path: readonly FlattenNodePathSegment[],
  schema: GraphQLSchema,
  shared: SharedPlaces,
): Collect {
  const compile = (at: number): Collect => {
    const segment = path[at];
    if (segment === undefined) return forObjects((object, take) => take(object));
    if (segment === "@") return compile(at + 1);
    if (!("Field" in segment)) return throughCondition(segment.TypeCondition, compile(at + 1), schema);
    const names = fieldNames(path.slice(0, at + 1));
    const rest = compile(at + 1);
    if (shared.hasObjects(names)) return throughField(segment.Field, objectsOnce(rest));
    return throughField(segment.Field, shared.hasValues(names) ? once(rest) : rest);
  };
  return compile(0);
}
