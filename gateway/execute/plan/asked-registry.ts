import { type AskedKeys, Keys } from "./response-keys.ts";

/**
 * Which keys the plan's fetches ask for, place by place, in plan order. A fetch learns from it which of its keys
 * nobody asked for before: if they are there all the same, a subgraph answered for another, and they are dropped.
 */
export class AskedRegistry {
  readonly #asked = new Keys();
  readonly #renamed = new Set<string>();

  /** Notes that a fetch asks for `keys` at a place, and that `renamed` may appear by its output rewrites. */
  register(names: readonly string[], keys: AskedKeys, renamed: readonly string[]): void {
    for (const key of renamed) this.#renamed.add(key);
    this.#asked.below(names).add(keys);
  }

  /** All that was asked for at a place so far. */
  at(names: readonly string[]): AskedKeys {
    return this.#asked.below(names);
  }

  /** Those of `keys` that no fetch registered so far asks for at the place. */
  unasked(names: readonly string[], keys: readonly string[]): readonly string[] {
    const known = this.at(names);
    return keys.filter((key) => key !== "__typename" && !known.has(key) && !this.#renamed.has(key));
  }

  /** Whether output rewrites of any fetch bring keys to light: then what was asked is not all that is there. */
  get renames(): boolean {
    return this.#renamed.size > 0;
  }
}
