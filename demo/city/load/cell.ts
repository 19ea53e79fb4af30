/** What a generated row may hold; dates travel as ISO text. */
export type Cell = string | number | boolean | null;

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/** A value in the text format of PostgreSQL's COPY. */
export const encodeCell = (value: Cell): string => {
  if (typeof value === "string")
    return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES.get(character) ?? "") : value;
  if (value === null) return "\\N";
  if (typeof value === "number") return String(value);
  return value ? "t" : "f";
};
