/**
 * SQL that is true for leaves which reach into divisions, or concern none: as auditors of a part of an area may know of them.
 * @param divisions placeholder of a text[] of division prefixes; null there: of everywhere
 */
export function within(divisions: `$${number}`): string {
  return `(${divisions}::text[] IS NULL OR json_array_length(coalesce(record::json->'divisions', '[]')) = 0 OR EXISTS (
    SELECT FROM json_array_elements_text(record::json->'divisions') AS division, unnest(${divisions}::text[]) AS prefix
    WHERE starts_with(division, prefix) OR starts_with(prefix, division)))`;
}
