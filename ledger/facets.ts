import type { DisclosureRecord } from "./record.ts";

/** Separates the facets of a line (U+001F) and the entries of a list (U+001E); no string of a record contains them. */
export const UNIT = "\u001f";
/** See {@link UNIT}. */
export const ENTRY = "\u001e";

/** Facets in a line; the order is that of the columns of `ledger.leaves`. */
export const FACETS = 12;

/**
 * What a record is found by, as one line of text: time (milliseconds since 1970), kind, department, app, officer, purpose,
 * decision, covert, lifted investigation, rows, coordinates, subjects. The database splits it into columns; `verify` compares the
 * columns with the leaf, so that a record cannot be hidden from a search by editing a column.
 */
export function facetLine(record: DisclosureRecord): string {
  const lifts = record.change?.what === "covert-lift" ? record.change.id : "";
  return [
    Date.parse(record.time),
    record.kind,
    record.department ?? "",
    record.app ?? "",
    record.officer ?? "",
    record.purpose ?? "",
    record.decision,
    record.covert ?? "",
    lifts,
    record.rowCount,
    coordinateTerms(record.coordinates, record.derived).join(ENTRY),
    record.subjects.map(({ type, pseudonym }) => `${type}:${pseudonym}`).join(ENTRY),
  ].join(UNIT);
}

/** Search terms: "Type.field=OUTCOME" per coordinate, "=OUTCOME" per outcome, "Type.field=DERIVED" per derived input. */
export function coordinateTerms(
  coordinates: DisclosureRecord["coordinates"],
  derived: DisclosureRecord["derived"],
): readonly string[] {
  const terms = new Set<string>();
  for (const { coordinate, outcome } of coordinates) {
    terms.add(`${coordinate}=${outcome}`);
    terms.add(`=${outcome}`);
  }
  for (const { inputs } of derived) {
    for (const input of inputs) {
      terms.add(`${input}=DERIVED`);
      terms.add("=DERIVED");
    }
  }
  return [...terms];
}
