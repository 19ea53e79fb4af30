import { namesPerson } from "../../../schema/names-person.ts";
import { DIVISION_CODE } from "../../../schema/catalog/divisions.ts";
import { isCreditCode } from "../../kit/builder/credit-code.ts";
import { pseudonymOf } from "../../kit/pseudonym.ts";
import { UNITS, type SourceDescription, type SourceField } from "../description/source-description.ts";
import { citizenNumberIn } from "./citizen-numbers.ts";

/** A value that the description does not know: a new code, another form. It holds nothing of what was there. */
export const UNREADABLE = Symbol("unreadable");

/** A value as the graph has it. */
export type Value = string | number | bigint | boolean | Date | null | typeof UNREADABLE;

/** Reads one text of the old system, which is neither null nor blank. */
type Translate = (text: string) => Value;

/** What translation needs besides the field itself. */
export interface Translation extends Pick<SourceDescription, "enums" | "timeZone"> {
  /** The city's key, under which citizen numbers become pseudonyms. */
  readonly pseudonymKey: string;
}

const decimal = (text: string): Value => {
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : UNREADABLE;
};

const whole = (text: string): Value => {
  const number = /^-?\d{1,10}$/.test(text) ? Number(text) : NaN;
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : UNREADABLE;
};

/** Exact, by moving the point: "1234.5" yuan are 123450 fen; half a fen is nobody's amount. */
const fenIn =
  (places: number): Translate =>
  (text) => {
    const [, sign = "", before = "", after = ""] =
      /^(-?)(\d{1,15})(?:\.(\d{1,8}))?$/.exec(text.replaceAll(",", "")) ?? [];
    if (before === "" || /[1-9]/.test(after.slice(places))) return UNREADABLE;
    return BigInt(`${sign}${before}${after.padEnd(places, "0").slice(0, places)}`);
  };

const YES = ["1", "t", "true", "y", "yes", "是"];
const NO = ["0", "f", "false", "n", "no", "否"];

const truth = (text: string): Value => {
  const word = text.toLowerCase();
  return YES.includes(word) ? true : NO.includes(word) ? false : UNREADABLE;
};

const dayOf = (year: string, month: string, day: string): Date | typeof UNREADABLE => {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day) ? UNREADABLE : date;
};

const DAYS = {
  ISO: /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/,
  YYYYMMDD: /^(\d{4})(\d{2})(\d{2})$/,
  "YYYY/MM/DD": /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  YYYYMM: /^(?!)$/,
} as const;

/** Days after 1899-12-30 that Excel's numbers of days count, from 1900-03-01 on: before, it counts one that there never was. */
const excelDay = (text: string): Value => {
  const days = /^\d{2,6}$/.test(text) ? Number(text) : 0;
  return days >= 61 && days < 100_000 ? new Date(Date.UTC(1899, 11, 30) + days * 86_400_000) : UNREADABLE;
};

const dateIn =
  (format: keyof typeof DAYS): Translate =>
  (text) => {
    const [, year = "", month = "", day = ""] = DAYS[format].exec(text) ?? [];
    return dayOf(year, month.padStart(2, "0"), day.padStart(2, "0"));
  };

const monthIn =
  (format: string): Translate =>
  (text) => {
    const [, year = "", month = ""] = (format === "YYYYMM" ? /^(\d{4})(\d{2})$/ : /^(\d{4})-(\d{2})/).exec(text) ?? [];
    return dayOf(year, month, "01") === UNREADABLE ? UNREADABLE : `${year}-${month}`;
  };

/** China has kept one offset since 1992, the years before are told to the day. */
const OFFSETS = { "Asia/Shanghai": "+08:00", UTC: "Z" } as const;

const ZONE = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** A moment: with its own offset where it states one (of whole hours at least), by the source's time zone otherwise. */
export function momentIn(timeZone: keyof typeof OFFSETS): (text: string) => Date | typeof UNREADABLE {
  return (text) => {
    const iso = text.trim().replace(" ", "T");
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(iso)) return UNREADABLE;
    const zone = ZONE.exec(iso.slice(10))?.[0];
    const full = zone === undefined ? iso + OFFSETS[timeZone] : zone.length === 3 ? `${iso}:00` : iso;
    const date = new Date(full);
    return Number.isNaN(date.getTime()) ? UNREADABLE : date;
  };
}

/** A text in which somebody's number stands is kept back, unless it is classified as one. */
const textOf =
  ({ mask }: SourceField): Translate =>
  (text) =>
    mask !== "CITIZEN_NUMBER" && (namesPerson(text) || citizenNumberIn(text) !== null) ? UNREADABLE : text;

const scalarOf = (field: SourceField, { timeZone, pseudonymKey }: Translation): Translate | undefined => {
  switch (field.type) {
    case "ID":
    case "String":
    case "ConstructionProject":
      return textOf(field);
    case "Int":
      return whole;
    case "Float":
      return decimal;
    case "Boolean":
      return truth;
    case "Date":
      return field.format === "EXCEL" ? excelDay : dateIn(field.format ?? "ISO");
    case "DateTime":
      return momentIn(timeZone);
    case "YearMonth":
      return monthIn(field.format ?? "ISO");
    case "Fen":
      return fenIn(UNITS[field.unit ?? "fen"]);
    case "Enterprise":
      return (text) => (isCreditCode(text) ? text : UNREADABLE);
    case "Person":
      return (text) => {
        const number = citizenNumberIn(text);
        return number === null ? UNREADABLE : pseudonymOf(number, pseudonymKey);
      };
    default:
      return undefined;
  }
};

/** How one field's text becomes its value. @throws when the type is neither a scalar nor an enum of the description */
export function translationOf(field: SourceField, translation: Translation): Translate {
  const codes = translation.enums.get(field.type)?.values;
  const translate = scalarOf(field, translation) ?? (codes && byCode(codes));
  if (translate === undefined) throw new Error(`No type ${field.type}`);
  return (text) => translate(text.trim());
}

const byCode = (values: ReadonlyMap<string, { readonly codes: readonly string[] }>): Translate => {
  const known = new Map([...values].flatMap(([value, { codes }]) => codes.map((code) => [code, value] as const)));
  return (text) => known.get(text) ?? UNREADABLE;
};

/** The division of a row; null where there is none, and the row then belongs to nobody's reach. */
export function divisionIn(codes: ReadonlyMap<string, string> | undefined): (text: string | null) => string | null {
  return (text) => {
    const code = text?.trim() ?? "";
    const division = codes === undefined ? code : (codes.get(code) ?? "");
    return DIVISION_CODE.test(division) && division.length >= 6 ? division : null;
  };
}
