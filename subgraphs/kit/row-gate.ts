import { scopeOf } from "../../schema/envelope/allowance.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { outOfScope } from "./errors.ts";

/** Division of a loaded row; null for what is no row of its own (a page, a computed result, a reference). */
export const divisionOf = (value: unknown): string | null =>
  typeof value === "object" && value !== null && "divisionCode" in value && typeof value.divisionCode === "string"
    ? value.divisionCode
    : null;

/**
 * Lets through a field only the rows that the field's own readers may see. A list loses the others without a trace, so
 * that its length tells nothing; a single row becomes an error OUT_OF_SCOPE.
 */
export const rowGate = (value: unknown, envelope: Envelope, coordinate: string): unknown => {
  const scope = scopeOf(envelope, coordinate);
  const visible = (row: unknown): boolean => {
    const division = divisionOf(row);
    return division === null || scope.some((prefix) => division.startsWith(prefix));
  };
  if (Array.isArray(value)) return value.filter(visible);
  if (!visible(value)) throw outOfScope(coordinate);
  return value;
};
