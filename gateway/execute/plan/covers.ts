import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import type { AskedKeys } from "./response-keys.ts";

const coversKeys = (selections: readonly RequiresSelection[], asked: AskedKeys): boolean => {
  const fields = selections.flatMap((selection) => (selection.kind === "Field" ? [selection] : []));
  return [...asked].every(([key, below]) => {
    if (key === "__typename") return true;
    const field = fields.find(({ name, alias }) => name === key && (alias === undefined || alias === key));
    return field !== undefined && coversKeys(field.selections ?? [], below);
  });
};

/**
 * Whether a representation holds everything that was asked of an entity so far, whatever its type:
 * then entities with equal representations are equal, and one of them can stand for all.
 */
export const covers = (requires: readonly RequiresSelection[], asked: AskedKeys): boolean =>
  requires.length > 0 &&
  requires.every((selection) => selection.kind === "InlineFragment" && coversKeys(selection.selections, asked));
