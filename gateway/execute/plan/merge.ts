import { assign, isInherited, isObject, type JsonObject, reader } from "../json.ts";

/** Merges some keys of one object into another, by reference: the two share what is below them afterwards. */
export type Merge = (target: JsonObject, source: JsonObject) => void;

/**
 * Merges what a second subgraph says of a value into what is there already: objects by key, lists of one length item by item.
 * Null never replaces a value, and a list of another length is not mixed: the first answer stands.
 */
const mergeValue = (existing: unknown, incoming: unknown): unknown => {
  if (existing === undefined || existing === null) return incoming;
  if (Array.isArray(existing)) {
    if (Array.isArray(incoming) && incoming.length === existing.length) {
      for (let index = 0; index < existing.length; index++) {
        existing[index] = mergeValue(existing[index], incoming[index]);
      }
    }
    return existing;
  }
  if (isObject(existing)) {
    if (isObject(incoming)) compileMerge(Object.keys(incoming))(existing, incoming);
    return existing;
  }
  return incoming === undefined || incoming === null ? existing : incoming;
};

/** Merges keys that every object inherits something under. */
const mergeInherited = (keys: readonly string[]): Merge => {
  const fields = keys.map((key) => ({ key, read: reader(key) }));
  return (target, source) => {
    for (const { key, read } of fields) {
      const incoming = read(source);
      if (incoming !== undefined) assign(target, key, mergeValue(read(target), incoming));
    }
  };
};

/** Prepares the merge of these keys; whatever else a source holds is left behind. */
export function compileMerge(keys: readonly string[]): Merge {
  const plain = keys.filter((key) => !isInherited(key));
  const mergePlain: Merge = (target, source) => {
    for (const key of plain) {
      const incoming = source[key];
      if (incoming === undefined) continue;
      const existing = target[key];
      target[key] = existing === undefined ? incoming : mergeValue(existing, incoming);
    }
  };
  if (plain.length === keys.length) return mergePlain;
  const mergeOthers = mergeInherited(keys.filter(isInherited));
  return (target, source) => {
    mergePlain(target, source);
    mergeOthers(target, source);
  };
}

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
export function mergeEntities(entities: unknown, { objects, indexes }: Targets, merge: Merge, shares: boolean): void {
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
}
