import { normalScope } from "../../schema/catalog/divisions.ts";

/**
 * RowScope (行范围): prefixes of division codes, or whole codes of 15-digit grids. `""` reaches every row, the empty list none. A row
 * that names its community alone is not reached by a grid of it: nobody knows whether it lies there.
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
