import { type DocumentNode, Kind } from "graphql";
import { hubError } from "../errors.ts";
import { sumsWrittenOut } from "./selections.ts";

/**
 * Refuses an operation with more than `limit` aliases (HUB_TOO_MANY_ALIASES): each one makes departments do the same work
 * again. A fragment's aliases count every time it is spread, so fragments cannot multiply them unseen. Safe before validation.
 */
export function checkAliases(document: DocumentNode, limit: number): void {
  const counts = sumsWrittenOut(document, (selection) => (selection.kind === Kind.FIELD && selection.alias ? 1 : 0));
  for (const actual of counts) {
    if (actual > limit) throw hubError("HUB_TOO_MANY_ALIASES", { actual, limit });
  }
}
