import type { SubgraphContext } from "../kit/context.ts";

/**
 * True when every row lies in the caller's row scope. A figure computed from rows is disclosed whole or not at all: one
 * row outside withholds it, because a part of an income, a payroll or a pension is a wrong answer.
 */
export const withinScope = (
  { rowScope }: Pick<SubgraphContext, "rowScope">,
  rows: readonly { readonly divisionCode: string }[],
): boolean =>
  rowScope === null || rows.every(({ divisionCode }) => rowScope.some((prefix) => divisionCode.startsWith(prefix)));
