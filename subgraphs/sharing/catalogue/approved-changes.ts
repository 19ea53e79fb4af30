import { MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES } from "../../../schema/catalog/vocabulary.ts";
import type { StepTransaction } from "../workflow/matter.ts";
import type { ApprovedChange } from "./check-supergraph.ts";

/** Changes that were approved and not yet published. A word that the vocabulary no longer has approves nothing. */
export const approvedChanges = async (
  database: Pick<StepTransaction, "catalogueChange">,
): Promise<readonly ApprovedChange[]> => {
  const rows = await database.catalogueChange.findMany({ where: { state: "APPROVED" } });
  return rows.flatMap((row) => {
    const level = SENSITIVITY_LEVELS.find((word) => word === row.level);
    const share = SHARE_TYPES.find((word) => word === row.share);
    const mask = row.mask === null ? null : MASK_NAMES.find((word) => word === row.mask);
    if (level === undefined || share === undefined || mask === undefined) return [];
    return [{ coordinate: row.coordinate, level, share, mask }];
  });
};
