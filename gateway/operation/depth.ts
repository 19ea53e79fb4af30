import { type DocumentNode, Kind, type SelectionNode, visit } from "graphql";
import { hubError } from "../errors.ts";
import { foldWrittenOut } from "./fragments.ts";

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

/** The greatest sum of weights from an operation's root down to any selection. */
const deepestOf = (document: DocumentNode, weigh: (selection: SelectionNode) => number): number =>
  foldWrittenOut(document, weigh, Math.max).reduce((most, depth) => Math.max(most, depth), 0);

/** Fragments within each other, by the levels of fields that are allowed: far more than anybody writes. */
const NESTED_FRAGMENTS = 5;

/**
 * Refuses a document that nests fields deeper than `limit` (HUB_QUERY_TOO_DEEP): a leaf of the root type is at depth 1.
 * So are lists and objects in arguments, and types of variables; and fragments, spread or inline, five times as deep: they nest
 * no data, but everything that walks a document descends into each.
 */
export function checkDepth(document: DocumentNode, limit: number): void {
  checkValues(document, limit);
  if (deepestOf(document, ({ kind }) => (kind === Kind.FIELD ? 1 : 0)) > limit)
    throw hubError("HUB_QUERY_TOO_DEEP", { limit });
  const most = NESTED_FRAGMENTS * limit;
  if (deepestOf(document, () => 1) > most) throw hubError("HUB_QUERY_TOO_DEEP", { limit: most });
}
