import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import { hubError } from "../errors.ts";
import { fragmentsOf } from "./fragments.ts";

/**
 * Refuses an operation with more than `limit` aliases (HUB_TOO_MANY_ALIASES): each one makes departments do the same work
 * again. A fragment's aliases count every time it is spread, so fragments cannot multiply them unseen.
 * Linear in the document's size, and safe before validation.
 */
export const checkAliases = (document: DocumentNode, limit: number): void => {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();

  const ofFragment = (name: string): number => {
    const count = known.get(name);
    if (count !== undefined) return count;
    known.set(name, 0);
    const fragment = fragments.get(name);
    const counted = fragment ? ofSet(fragment.selectionSet) : 0;
    known.set(name, counted);
    return counted;
  };
  const ofSet = ({ selections }: SelectionSetNode): number => {
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) count += ofFragment(selection.name.value);
      else {
        if (selection.kind === Kind.FIELD && selection.alias) count += 1;
        if (selection.selectionSet) count += ofSet(selection.selectionSet);
      }
    }
    return count;
  };

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const actual = ofSet(definition.selectionSet);
    if (actual > limit) throw hubError("HUB_TOO_MANY_ALIASES", { actual, limit });
  }
};
