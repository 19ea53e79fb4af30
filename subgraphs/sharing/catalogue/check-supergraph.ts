import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { IMPORTANCES, MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES } from "../../../schema/catalog/vocabulary.ts";
import type { StepTransaction } from "../workflow/matter.ts";
import { compareCatalogues, sameClass, type ItemClass } from "./compare-catalogues.ts";

/** A change that the owner's head and the authority approved: from then on the owner's code may say so. */
export interface ApprovedChange extends ItemClass {
  readonly coordinate: string;
}

/** A reason against publishing a supergraph. */
export interface Objection {
  readonly coordinate: string;
  readonly kind: "LOOSENED" | "CATALOGUE_PROBLEM";
  readonly message: string;
}

const show = (item: ItemClass): string =>
  `${item.share} ${item.level} ${item.mask ?? "no mask"}${item.importance === "GENERAL" ? "" : ` ${item.importance}`}`;

/**
 * Everything that forbids a supergraph as the successor of the one in force: a classification looser than before without
 * an approved change to exactly that, and every grave problem of its own (a sensitive key, masks in conflict …). Pure.
 * @param before null: the first supergraph, which loosens nothing
 */
export function checkSupergraph(
  before: Catalogue | null,
  after: Catalogue,
  approved: readonly ApprovedChange[],
): readonly Objection[] {
  const isApproved = (coordinate: string, to: ItemClass): boolean =>
    approved.some((change) => change.coordinate === coordinate && sameClass(change, to));
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
}

/** Changes that were approved and not yet published. A word that the vocabulary no longer has approves nothing. */
export async function approvedChanges(
  database: Pick<StepTransaction, "catalogueChange">,
): Promise<readonly ApprovedChange[]> {
  const rows = await database.catalogueChange.findMany({ where: { state: "APPROVED" } });
  return rows.flatMap((row) => {
    const level = SENSITIVITY_LEVELS.find((word) => word === row.level);
    const share = SHARE_TYPES.find((word) => word === row.share);
    const mask = row.mask === null ? null : MASK_NAMES.find((word) => word === row.mask);
    const importance = IMPORTANCES.find((word) => word === row.importance);
    if (importance === undefined) return [];
    if (level === undefined || share === undefined || mask === undefined) return [];
    return [{ coordinate: row.coordinate, level, share, mask, importance }];
  });
}
