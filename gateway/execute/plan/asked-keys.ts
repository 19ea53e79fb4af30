import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** The keys that a subgraph was asked for: response key to the keys asked below it, over all type conditions. */
export interface AskedKeys extends ReadonlyMap<string, AskedKeys> {
  readonly get: (key: string) => AskedKeys | undefined;
}

/** A tree of response keys that can grow. */
class Keys extends Map<string, Keys> implements AskedKeys {
  /** The tree below a path of keys, which is created as far as it is missing. */
  below(path: readonly string[]): Keys {
    return path.reduce<Keys>((keys, key) => {
      const next = keys.get(key) ?? new Keys();
      keys.set(key, next);
      return next;
    }, this);
  }

  /** Adds another tree to this one. */
  add(other: AskedKeys): void {
    for (const [key, below] of other) this.below([key]).add(below);
  }
}

/** Reads the tree of response keys out of a fetch's document, fragments looked through. */
export function askedKeys(document: DocumentNode): AskedKeys {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation ??= definition;
  }
  const read = (set: SelectionSetNode | undefined, into: Keys): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        read(selection.selectionSet, into.below([key]));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        read(selection.selectionSet, into);
      } else {
        read(fragments.get(selection.name.value)?.selectionSet, into);
      }
    }
  };
  const keys = new Keys();
  read(operation?.selectionSet, keys);
  return keys;
}

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

  /** True when output rewrites of any fetch bring keys to light: then the data holds more than was asked. */
  get renames(): boolean {
    return this.#renamed.size > 0;
  }
}
