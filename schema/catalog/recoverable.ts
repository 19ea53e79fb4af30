import type { CatalogItem } from "./catalog-item.ts";
import type { Given } from "./equations.ts";

/** A masked citizen number, and a date of the same type by which its hidden digits come back. */
export interface Recoverable {
  readonly number: string;
  readonly date: string;
}

/**
 * Pairs of what one grant or one decision gives by which a masked citizen number can be completed: the mask keeps the place and the last
 * digits, and the middle is the birth date. Beside the year alone 33 numbers remain, beside the day one. Pure.
 * @param items the catalogue's
 */
export function recoverableNumbers(items: ReadonlyMap<string, CatalogItem>, given: Given): readonly Recoverable[] {
  const found: Recoverable[] = [];
  for (const { coordinate: number, typeName, mask } of items.values()) {
    if (mask !== "CITIZEN_NUMBER" || given(number) !== "MASKED") continue;
    for (const { coordinate: date, ...other } of items.values())
      if (other.typeName === typeName && other.mask === "DATE_YEAR" && given(date) !== undefined)
        found.push({ number, date });
  }
  return found;
}
