import { scopeOf } from "../../schema/envelope/allowance.ts";
import type { SubgraphContext } from "../kit/context.ts";

/**
 * True when every row lies in the row scope of the field `coordinate` that is computed from them. Such a figure is
 * disclosed whole or not at all: a part of an income, a payroll or a pension is a wrong answer.
 */
export const withinScope = (
  { envelope }: Pick<SubgraphContext, "envelope">,
  coordinate: string,
  rows: readonly { readonly divisionCode: string }[],
): boolean => {
  if (envelope === undefined) return true;
  const scope = scopeOf(envelope, coordinate);
  return rows.every(({ divisionCode }) => scope.some((prefix) => divisionCode.startsWith(prefix)));
};
