import type { FlattenNodePathSegment } from "@graphql-hive/router-query-planner";
import type { AskedKeys } from "./response-keys.ts";

/** A plan's path with only its field names: lists and type conditions do not change what a key means. */
export const fieldNames = (path: readonly FlattenNodePathSegment[]): readonly string[] =>
  path.flatMap((segment) => (segment !== "@" && "Field" in segment ? [segment.Field] : []));

const placeOf = (names: readonly string[]): string => names.join("/");

/**
 * Which keys the plan's fetches ask for, place by place, in plan order. A fetch learns from it which of its keys
 * nobody asked for before: if they are there all the same, a subgraph answered for another, and they are dropped.
 */
export class AskedRegistry {
  readonly #asked = new Map<string, Set<string>>();
  readonly #renamed = new Set<string>();

  /** Notes that a fetch asks for `keys` at a place, and that `renamed` may appear by its output rewrites. */
  register(names: readonly string[], keys: AskedKeys, renamed: readonly string[]): void {
    for (const key of renamed) this.#renamed.add(key);
    const place = placeOf(names);
    const known = this.#asked.get(place) ?? new Set<string>();
    this.#asked.set(place, known);
    for (const [key, below] of keys) {
      known.add(key);
      if (below.size > 0) this.register([...names, key], below, []);
    }
  }

  /** Those of `keys` that no fetch registered so far asks for at the place. */
  unasked(names: readonly string[], keys: readonly string[]): readonly string[] {
    const known = this.#asked.get(placeOf(names));
    return keys.filter((key) => key !== "__typename" && known?.has(key) !== true && !this.#renamed.has(key));
  }
}
