import { isObject, type JsonObject } from "../json.ts";
import type { Merge } from "./merge.ts";

/** Objects of the merged data, and for each the place of its entity in the answer's list. */
export interface Targets {
  readonly objects: JsonObject[];
  readonly indexes: number[];
}

const clone = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(clone);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, clone(below)]));
};

/**
 * Merges each entity into every object that stands for it. `shares`: all of them refer to the same values afterwards;
 * otherwise each has its own copy, because later fetches tell them apart. A list of the wrong shape changes nothing.
 */
export const mergeEntities = (
  entities: unknown,
  { objects, indexes }: Targets,
  merge: Merge,
  shares: boolean,
): void => {
  if (!Array.isArray(entities)) return;
  const used = shares ? undefined : new Set<number>();
  for (let at = 0; at < objects.length; at++) {
    const index = indexes[at] ?? -1;
    const entity: unknown = entities[index];
    const object = objects[at];
    if (object === undefined || !isObject(entity)) continue;
    const again = used?.has(index) === true;
    used?.add(index);
    merge(object, again ? (clone(entity) as JsonObject) : entity);
  }
};
