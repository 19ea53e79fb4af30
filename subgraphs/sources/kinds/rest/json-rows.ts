import { parse } from "lossless-json";
import type { RestType } from "../../description/rest-description.ts";
import { AnswerRefused } from "../../reading/bounded-http.ts";
import type { ToldRow } from "../../values/translate-rows.ts";
import { UNREADABLE } from "../../values/translate.ts";

/** Digits by which an exponent may move the point: no amount has more. */
const MOST_MOVED = 20;

/** A number as it is written, without its exponent: "1.25E7" is "12500000". Nothing is rounded. */
const plainNumber = (text: string): string => {
  const [, sign = "", before = "", after = "", moved = ""] = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text) ?? [];
  const places = Number(moved);
  if (moved === "" || Math.abs(places) > MOST_MOVED) return text;
  const digits = before + after;
  const point = before.length + places;
  const [padded, at] =
    point > 0 ? [digits.padEnd(point, "0"), point] : [digits.padStart(digits.length + 1 - point, "0"), 1];
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const part = padded.slice(at).replace(/0+$/, "");
  return sign + whole + (part === "" ? "" : `.${part}`);
};

/** Every number as its text: eighteen digits of a citizen's number do not fit into JavaScript's. @throws AnswerRefused `NOT_JSON` */
export function readJson(text: string): unknown {
  try {
    return parse(text, undefined, plainNumber);
  } catch {
    throw new AnswerRefused("NOT_JSON");
  }
}

/** What stands at names with dots between them; undefined where one of them is not there. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((within, name) => {
    if (typeof within !== "object" || within === null || Array.isArray(within)) return undefined;
    return Object.hasOwn(within, name) ? (within as Readonly<Record<string, unknown>>)[name] : undefined;
  }, value);
}

const isSuccess = (answer: unknown, { at: path, is }: NonNullable<RestType["success"]>): boolean => {
  const told = at(answer, path);
  return is.includes(typeof told === "boolean" ? String(told) : typeof told === "string" ? told : "");
};

/**
 * The list of rows in an answer. Many an interface says with status 200 that it failed, and then has no list: that is not taken for no rows. An
 * answer that says of itself that it is a success may say null for none.
 * @throws AnswerRefused `NO_SUCCESS`, `NO_ROWS`
 */
export function rowsIn(answer: unknown, rows: string | undefined, success: RestType["success"]): readonly unknown[] {
  if (success !== undefined && !isSuccess(answer, success)) throw new AnswerRefused("NO_SUCCESS");
  const found = rows === undefined ? answer : at(answer, rows);
  if (Array.isArray(found)) return found;
  if (found === null && success !== undefined) return [];
  throw new AnswerRefused("NO_ROWS");
}

const textOf = (value: unknown): ToldRow[string] => {
  if (typeof value === "string" || value === null || value === undefined) return value;
  return typeof value === "boolean" ? String(value) : UNREADABLE;
};

/** A row's columns by the graph's names of the fields. @throws AnswerRefused `NO_ROWS` for what is no object */
export function toldRow(row: unknown, columns: ReadonlyMap<string, string>): ToldRow {
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw new AnswerRefused("NO_ROWS");
  return Object.fromEntries([...columns].map(([field, column]) => [field, textOf(at(row, column))]));
}
