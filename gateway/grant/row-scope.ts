import { normalScope } from "../../schema/catalog/divisions.ts";

/**
 * RowScope (行范围): prefixes of 12-digit division codes. `""` reaches every row, the empty list reaches none.
 */
export type RowScope = readonly string[];

/** Rows that either scope reaches. */
export function unionScope(a: RowScope, b: RowScope): RowScope {
  return normalScope([...a, ...b]);
}

/** Rows that both scopes reach. */
export function intersectScope(a: RowScope, b: RowScope): RowScope {
  return normalScope(
    a.flatMap((one) => b.flatMap((two) => (one.startsWith(two) ? [one] : two.startsWith(one) ? [two] : []))),
  );
}

/** True when a row of that division may be seen. A row without a division is reached only by the scope of every row. */
export function inScope(scope: RowScope, division: string | null | undefined): boolean {
  return scope.some((prefix) => prefix === "" || (division ?? "").startsWith(prefix));
}
