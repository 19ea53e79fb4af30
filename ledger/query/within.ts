import { DIVISIONS_OF_LEAF } from "../record-fields.ts";

/** True where a record that reaches into `divisions` reaches into one of the prefixes, or concerns no division. */
export function reaches(divisions: readonly string[], prefixes: readonly string[]): boolean {
  return (
    divisions.length === 0 ||
    divisions.some((division) => prefixes.some((own) => division.startsWith(own) || own.startsWith(division)))
  );
}

/**
 * SQL that says the same of leaves: those that auditors of a part of an area may know of.
 * @param divisions placeholder of a text[] of division prefixes; null there: of everywhere
 */
export function within(divisions: `$${number}`): string {
  return listWithin(DIVISIONS_OF_LEAF, divisions);
}

/**
 * SQL that says the same of a list of divisions as a leaf has it, and is false of what is none. Codes are digits, so the text is
 * taken apart and not parsed: one that somebody forged fails no question.
 * @param list SQL of the list's JSON
 */
export function listWithin(list: string, divisions: `$${number}`): string {
  return `(${divisions}::text[] IS NULL OR ${list} = '[]' OR (${list} = '[""]' AND cardinality(${divisions}) > 0) OR (starts_with(${list}, '[') AND EXISTS (
    SELECT FROM unnest(string_to_array(translate(${list}, '[]"', ''), ',')) AS division, unnest(${divisions}::text[]) AS prefix
    WHERE starts_with(division, prefix) OR starts_with(prefix, division))))`;
}
