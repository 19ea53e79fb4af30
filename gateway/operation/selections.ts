import { type DocumentNode, Kind, print, type SelectionNode, type SelectionSetNode, visit } from "graphql";
import { hubError } from "../errors.ts";
import { fragmentsOf } from "./fragments.ts";

/**
 * The document with each selection once in its selection set: `{ a a ...F ...F }` asks for no more than `{ a ...F }`, and what
 * comes afterwards (validation compares fields in pairs, the planner writes fragments out) pays for every one. The first of
 * equals stays where it stands, so the order of the answer does too.
 */
export function mergeEqualSelections(document: DocumentNode): DocumentNode {
  const texts = new Map<SelectionNode, string>();
  const textOf = (selection: SelectionNode): string => {
    const known = texts.get(selection);
    if (known !== undefined) return known;
    const text = print(selection);
    texts.set(selection, text);
    return text;
  };
  const merged = (set: SelectionSetNode): SelectionSetNode | undefined => {
    if (set.selections.length < 2) return undefined;
    const seen = new Set<string>();
    const selections = set.selections.filter((selection) => {
      const text = textOf(selection);
      if (seen.has(text)) return false;
      seen.add(text);
      return true;
    });
    return selections.length === set.selections.length ? undefined : { ...set, selections };
  };
  return visit(document, { SelectionSet: { leave: merged } });
}

/**
 * Refuses an operation that selects more than `limit` fields once its fragments are written out (HUB_TOO_MANY_SELECTIONS): the
 * planner inlines a fragment once per spread, so a ladder of fragments that each spread the next one twice grows as 2^n.
 * Linear in the document's size, and safe before validation: a fragment within itself counts once, validation refuses it.
 */
export function checkSelections(document: DocumentNode, limit: number): void {
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
      if (selection.kind === Kind.FRAGMENT_SPREAD) count += 1 + ofFragment(selection.name.value);
      else count += 1 + (selection.selectionSet ? ofSet(selection.selectionSet) : 0);
    }
    return count;
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const actual = ofSet(definition.selectionSet);
    if (actual > limit) throw hubError("HUB_TOO_MANY_SELECTIONS", { actual, limit });
  }
}
