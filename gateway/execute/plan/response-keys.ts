import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** What a subgraph was asked, and no more: response key to the keys asked below it, over all type conditions. */
export interface AskedKeys extends ReadonlyMap<string, AskedKeys> {
  readonly get: (key: string) => AskedKeys | undefined;
}

class Keys extends Map<string, Keys> {}

/** Reads the tree of response keys out of a fetch's document, fragments looked through. */
export const askedKeys = (document: DocumentNode): AskedKeys => {
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
        const below = into.get(key) ?? new Keys();
        into.set(key, below);
        read(selection.selectionSet, below);
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
};
