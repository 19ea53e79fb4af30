import { assign, isInherited, isObject, type JsonObject } from "../json.ts";

const own = (object: JsonObject, key: string): unknown =>
  isInherited(key) && !Object.hasOwn(object, key) ? undefined : object[key];

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
    if (isObject(incoming)) mergeInto(existing, incoming, Object.keys(incoming));
    return existing;
  }
  return incoming === undefined || incoming === null ? existing : incoming;
};

/** Merges the named keys of `source` into `target`, by reference: the two share what is below them afterwards. */
export const mergeInto = (target: JsonObject, source: JsonObject, keys: readonly string[]): void => {
  for (const key of keys) {
    const incoming = own(source, key);
    if (incoming === undefined) continue;
    const existing = own(target, key);
    assign(target, key, existing === undefined ? incoming : mergeValue(existing, incoming));
  }
};
