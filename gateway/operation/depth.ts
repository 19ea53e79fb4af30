import { type DocumentNode, Kind, type SelectionSetNode, visit } from "graphql";
import { hubError } from "../errors.ts";
import { fragmentsOf } from "./fragments.ts";

const checkValues = (document: DocumentNode, limit: number): void => {
  let depth = 0;
  const nesting = {
    enter: (): void => {
      depth += 1;
      if (depth > limit) throw hubError("HUB_QUERY_TOO_DEEP", { limit });
    },
    leave: (): void => {
      depth -= 1;
    },
  };
  visit(document, { ListValue: nesting, ObjectValue: nesting, ListType: nesting });
};

/**
 * Refuses a document that nests fields deeper than `limit` (HUB_QUERY_TOO_DEEP): a leaf of the root type is at depth 1.
 * So are lists and objects in arguments, and types of variables. Fragments count where they are spread. Linear in the
 * document's size, and safe before validation: a fragment that spreads itself counts once here, validation refuses it.
 */
export function checkDepth(document: DocumentNode, limit: number): void {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();

  const ofFragment = (name: string): number => {
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    known.set(name, 0);
    const fragment = fragments.get(name);
    const measured = fragment ? ofSet(fragment.selectionSet) : 0;
    known.set(name, measured);
    return measured;
  };
  const ofSet = ({ selections }: SelectionSetNode): number => {
    let deepest = 0;
    for (const selection of selections) {
      let depth: number;
      if (selection.kind === Kind.FRAGMENT_SPREAD) depth = ofFragment(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) depth = ofSet(selection.selectionSet);
      else depth = 1 + (selection.selectionSet ? ofSet(selection.selectionSet) : 0);
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  };

  checkValues(document, limit);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && ofSet(definition.selectionSet) > limit) {
      throw hubError("HUB_QUERY_TOO_DEEP", { limit });
    }
  }
}
