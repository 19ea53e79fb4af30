import { type DocumentNode, Kind, print, type SelectionNode, type SelectionSetNode, visit } from "graphql";
import { hubError } from "../errors.ts";
import { foldWrittenOut } from "./fragments.ts";

/** The part of a selection that equal ones have in common: its response key, its fragment's name, or its type condition. */
const headOf = (selection: SelectionNode): string => {
  switch (selection.kind) {
    case Kind.FIELD:
      return selection.alias?.value ?? selection.name.value;
    case Kind.FRAGMENT_SPREAD:
      return `...${selection.name.value}`;
    case Kind.INLINE_FRAGMENT:
      return `... on ${selection.typeCondition?.name.value ?? ""}`;
  }
};

/**
 * The document with each selection once in its selection set: `{ a a ...F ...F }` asks for no more than `{ a ...F }`, and what
 * comes afterwards (validation compares fields in pairs, the planner writes fragments out) pays for every one. The first of
 * equals stays where it stands, so the order of the answer does too.
 */
export function mergeEqualSelections(document: DocumentNode): DocumentNode {
  const merged = (set: SelectionSetNode): SelectionSetNode | undefined => {
    if (set.selections.length < 2) return undefined;
    const firsts = new Map<string, SelectionNode>();
    const texts = new Map<string, Set<string>>();
    const selections = set.selections.filter((selection) => {
      const head = headOf(selection);
      const first = firsts.get(head);
      if (first === undefined) {
        firsts.set(head, selection);
        return true;
      }
      // Only selections under one head can be equal: the others are never written out.
      const known = texts.get(head) ?? new Set([print(first)]);
      texts.set(head, known);
      return known.size < known.add(print(selection)).size;
    });
    return selections.length === set.selections.length ? undefined : { ...set, selections };
  };
  return visit(document, { SelectionSet: { leave: merged } });
}

const sum = (one: number, other: number): number => one + other;

/**
 * Refuses an operation that selects more than `limit` fields once its fragments are written out (HUB_TOO_MANY_SELECTIONS): the
 * planner inlines a fragment once per spread, so a ladder of fragments that each spread the next one twice grows as 2^n.
 */
export function checkSelections(document: DocumentNode, limit: number): void {
  for (const actual of foldWrittenOut(document, () => 1, sum)) {
    if (actual > limit) throw hubError("HUB_TOO_MANY_SELECTIONS", { actual, limit });
  }
}

/**
 * Refuses an operation with more than `limit` aliases (HUB_TOO_MANY_ALIASES): each one makes departments do the same work
 * again. A fragment's aliases count every time it is spread, so fragments cannot multiply them unseen. Safe before validation.
 */
export function checkAliases(document: DocumentNode, limit: number): void {
  const counts = foldWrittenOut(
    document,
    (selection) => (selection.kind === Kind.FIELD && selection.alias ? 1 : 0),
    sum,
  );
  for (const actual of counts) {
    if (actual > limit) throw hubError("HUB_TOO_MANY_ALIASES", { actual, limit });
  }
}
