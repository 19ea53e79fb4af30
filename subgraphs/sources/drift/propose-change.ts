import { isMap, parseDocument, type Document } from "yaml";
import { UNWRITTEN } from "../description/source-description.ts";
import { fieldNameOf } from "../joining/glossary.ts";
import { recognise } from "../joining/recognise.ts";
import type { SampledColumn } from "../joining/sample.ts";
import type { TypeDrift } from "./compare-sample.ts";

const titleOf = (words: string, title?: string): string =>
  title !== undefined && /\p{Script=Han}/u.test(title)
    ? title
    : /\p{Script=Han}/u.test(words)
      ? words
      : `${UNWRITTEN}（${words}）`;

const namesAt = (document: Document, path: readonly string[]): readonly string[] => {
  const map = document.getIn(path);
  return isMap(map) ? map.items.map(({ key }) => String(key)) : [];
};

const free = (wanted: string, taken: readonly string[]): string => {
  let name = wanted;
  for (let at = 2; taken.includes(name); at += 1) name = `${wanted}${at}`;
  return name;
};

/** Adds one part on a line of its own, as the others of its mapping stand. */
const put = (document: Document, path: readonly string[], value: object): void => {
  document.setIn(path, document.createNode(value, { flow: true }));
};

const addColumn = (document: Document, type: string, column: SampledColumn): void => {
  const path = ["types", type, "fields"];
  const { type: of, format, unit, codes } = recognise(column, {}, new Map());
  const name = free(fieldNameOf(column.name, column.title, 1), [...namesAt(document, path), "divisionCode", "asOf"]);
  const title = titleOf(column.name, column.title);
  const translated = { ...(format && { format }), ...(unit && { unit }) };
  put(document, [...path, name], { column: column.name, type: codes ? "String" : of, ...translated, title });
};

/**
 * The text of a source.yaml as it may follow what has drifted: fields without a column go, new columns come without a classification, and new codes
 * with a title that somebody has to write. What tells rows and their divisions stays for people to decide. Pure.
 */
export function proposeChange(text: string, drifts: readonly TypeDrift[]): string {
  const document = parseDocument(text);
  for (const { type, gone, added, codes } of drifts) {
    const key = document.getIn(["types", type, "key"]);
    for (const field of gone) if (field !== key) document.deleteIn(["types", type, "fields", field]);
    for (const column of added) addColumn(document, type, column);
    for (const { enum: name, codes: found } of codes)
      for (const code of found) {
        const path = ["enums", name, "values"];
        const value = free(/^[A-Z][A-Z0-9_]*$/.test(code) ? code : "VALUE_NEW", namesAt(document, path));
        put(document, [...path, value], { title: titleOf(code), codes: [code] });
      }
  }
  return document.toString({ lineWidth: 0 });
}
