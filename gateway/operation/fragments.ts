import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** A document's fragments by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((definition) => [definition.name.value, definition]),
  );
}

/**
 * One figure for each operation of a document, with fragments written out where they are spread: each selection gives its own weight and
 * what lies below it, and `combine` joins those of a set (a sum, or the most). Linear in the document's size, and safe before validation: a
 * fragment within itself counts once, validation refuses it.
 */
export function foldWrittenOut(
  document: DocumentNode,
  weigh: (selection: SelectionNode) => number,
  combine: (so: number, far: number) => number,
): readonly number[] {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, 0);
    const figure = ofSet(fragments.get(name)?.selectionSet);
    known.set(name, figure);
    return figure;
  };
  const ofSet = (set: SelectionSetNode | undefined): number => {
    let figure = 0;
    for (const selection of set?.selections ?? []) {
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const below = isSpread ? ofFragment(selection.name.value) : ofSet(selection.selectionSet);
      figure = combine(figure, weigh(selection) + below);
    }
    return figure;
  };
  return document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [ofSet(node.selectionSet)] : [],
  );
}
