import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { compareCatalogues, type ItemClass } from "./compare-catalogues.ts";

/** A change that the owner's head and the authority approved: from then on the owner's code may say so. */
export interface ApprovedChange extends ItemClass {
  readonly coordinate: string;
}

/** Why a supergraph may not be published. */
export interface Objection {
  readonly coordinate: string;
  readonly kind: "LOOSENED" | "CATALOGUE_PROBLEM";
  readonly message: string;
}

const show = (item: ItemClass): string => `${item.share} ${item.level} ${item.mask ?? "no mask"}`;

/**
 * Everything that forbids a supergraph as the successor of the one in force: a classification looser than before without
 * an approved change to exactly that, and every grave problem of its own (a sensitive key, masks in conflict …). Pure.
 * @param before null: the first supergraph, which loosens nothing
 */
export const checkSupergraph = (
  before: Catalogue | null,
  after: Catalogue,
  approved: readonly ApprovedChange[],
): readonly Objection[] => {
  const isApproved = (coordinate: string, to: ItemClass): boolean =>
    approved.some(
      (change) =>
        change.coordinate === coordinate &&
        change.level === to.level &&
        change.share === to.share &&
        change.mask === to.mask,
    );
  const problems = after.problems
    .filter(({ severity }) => severity === "refuse")
    .map(({ coordinate, message }) => ({ coordinate, kind: "CATALOGUE_PROBLEM" as const, message }));
  if (before === null) return problems;
  const loosened = compareCatalogues(before.items, after.items).flatMap((difference) => {
    const { coordinate, kind } = difference;
    if (kind !== "LOOSENED" || difference.before === null || difference.after === null) return [];
    if (isApproved(coordinate, difference.after)) return [];
    const message = `${coordinate}: loosened from ${show(difference.before)} to ${show(difference.after)} without an approved change`;
    return [{ coordinate, kind: "LOOSENED" as const, message }];
  });
  return [...problems, ...loosened];
};
