import type { Requests } from "../../description/requests-description.ts";
import { AnswerRefused } from "../bounded-http.ts";
import type { ToldRow } from "../../values/translate-rows.ts";
import { UNREADABLE } from "../../values/translate.ts";

/** What stands at names with dots between them; undefined where one of them is not there. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((within, name) => {
    if (typeof within !== "object" || within === null || Array.isArray(within)) return undefined;
    return Object.hasOwn(within, name) ? (within as Readonly<Record<string, unknown>>)[name] : undefined;
  }, value);
}

/** What an answer is taken for that says that there are no rows. */
export const NONE = Symbol("none");

const isSuccess = (answer: unknown, { at: path, is }: NonNullable<Requests["success"]>): boolean => {
  const told = at(answer, path);
  return is.includes(typeof told === "boolean" ? String(told) : typeof told === "string" ? told : "");
};

/**
 * The list of rows in an answer. Many an interface says with status 200 that it failed, and then has no list: that is not taken for no rows. An
 * answer that says of itself that it is a success may say null, or nothing, for none.
 * @param single whether one row may stand there without a list, as in XML
 * @throws AnswerRefused `NO_SUCCESS`, `NO_ROWS`
 */
export function rowsIn(
  answer: unknown,
  rows: string | undefined,
  success: Requests["success"],
  single = false,
): readonly unknown[] {
  if (answer === NONE) return [];
  if (success !== undefined && !isSuccess(answer, success)) throw new AnswerRefused("NO_SUCCESS");
  const found = rows === undefined ? answer : at(answer, rows);
  if (Array.isArray(found)) return found;
  if ((found ?? null) === null && success !== undefined) return [];
  if (single && typeof found === "object" && found !== null) return [found];
  throw new AnswerRefused("NO_ROWS");
}

/** A single text; `UNREADABLE` for what is none. */
export const textOf = (value: unknown): ToldRow[string] => {
  if (typeof value === "string" || value === null || value === undefined) return value;
  return typeof value === "boolean" ? String(value) : UNREADABLE;
};

/** A row's columns by the graph's names of the fields. @throws AnswerRefused `NO_ROWS` for what is no object */
export function toldRow(row: unknown, columns: ReadonlyMap<string, string>): ToldRow {
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw new AnswerRefused("NO_ROWS");
  return Object.fromEntries([...columns].map(([field, column]) => [field, textOf(at(row, column))]));
}
