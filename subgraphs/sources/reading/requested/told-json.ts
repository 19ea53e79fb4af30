import { parse } from "lossless-json";
import { AnswerRefused } from "../bounded-http.ts";

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

/** JSON with every number as its text: eighteen digits of a citizen's number do not fit into JavaScript's. @throws AnswerRefused `NOT_JSON` */
export function readToldJson(text: string): unknown {
  try {
    return parse(text, undefined, plainNumber);
  } catch {
    throw new AnswerRefused("NOT_JSON");
  }
}
