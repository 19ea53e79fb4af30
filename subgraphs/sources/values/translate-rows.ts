import type { SourceDescription } from "../description/source-description.ts";
import type { SourceRow } from "../reading/reader.ts";
import { divisionIn, momentIn, translationOf, UNREADABLE, type Translation, type Value } from "./translate.ts";

/** A row as the old system tells it: texts by the graph's names of the fields; blank texts are no values. What is no single text is `UNREADABLE`. */
export type ToldRow = Readonly<Record<string, Told>>;

type Told = string | null | undefined | typeof UNREADABLE;

const isBlank = (text: Told): text is null | undefined | "" =>
  text === null || text === undefined || (text !== UNREADABLE && text.trim() === "");

/**
 * How the rows of one type are translated. A row without a key is none; nor is one whose division cannot be told, where the type has divisions: the
 * guard could not tell whose it is.
 */
export function rowTranslation(
  name: string,
  { types, ...description }: SourceDescription,
  pseudonymKey: string,
): (told: readonly ToldRow[]) => SourceRow[] {
  const type = types.get(name);
  if (type === undefined) throw new Error(`No type ${name}`);
  const translation: Translation = { ...description, pseudonymKey };
  const fields = new Map([...type.fields].map(([field, stated]) => [field, translationOf(stated, translation)]));
  const division = divisionIn(type.division.codes);
  const moment = momentIn(description.timeZone);
  const translated = (told: ToldRow): SourceRow[] => {
    const row: Record<string, Value> = {};
    for (const [field, text] of Object.entries(told)) {
      const translate = fields.get(field);
      if (translate !== undefined) row[field] = isBlank(text) ? null : text === UNREADABLE ? text : translate(text);
    }
    if (row[type.key] === null || row[type.key] === undefined || row[type.key] === UNREADABLE) return [];
    const asOf = told["asOf"];
    row["asOf"] = isBlank(asOf) ? null : asOf === UNREADABLE ? asOf : moment(asOf);
    if (type.division.column === undefined) return [row];
    const place = told["divisionCode"];
    const code = place === UNREADABLE ? null : division(place ?? null);
    return code === null ? [] : [{ ...row, divisionCode: code }];
  };
  return (told) => told.flatMap(translated);
}
