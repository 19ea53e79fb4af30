import type { EmployerYear } from "./firm-facts.ts";

const isYear = (value: unknown): value is EmployerYear =>
  typeof value === "object" && value !== null && "year" in value && typeof value.year === "number";

/**
 * What human-resources says of an employer, as the gateway brought it in the representation that the reference resolver
 * kept on the row; null when it brought nothing. Amounts in fen.
 */
export const suppliedEmployerYears = (enterprise: object): readonly EmployerYear[] | null => {
  const supplied: unknown = "employerYears" in enterprise ? enterprise.employerYears : null;
  return Array.isArray(supplied) ? supplied.filter(isYear) : null;
};

/** The part of a representation that the row has to keep for the fields that are worked out from it. */
export const suppliedFields = (reference: object): { readonly employerYears?: unknown } =>
  "employerYears" in reference ? { employerYears: reference.employerYears } : {};
