import type { Leaf, Operator } from "../../../schema/policies/condition.ts";
import { amountBand, countBand, shareBand } from "../../kit/rules/bands.ts";
import type { Figure, Words } from "./figures.ts";

type Value = Leaf["value"];

const TEN_THOUSAND_YUAN = 1_000_000;

const decimals = (value: number): string => String(Math.round(value * 100) / 100);

/** Fen as an officer reads them: in yuan, from 10,000 yuan on in 万元, to two decimals. */
export function describeAmount(fen: number): string {
  return Math.abs(fen) >= TEN_THOUSAND_YUAN ? `${decimals(fen / TEN_THOUSAND_YUAN)}万元` : `${decimals(fen / 100)}元`;
}

const describeWord = (words: Words, code: string): string =>
  Object.hasOwn(words, code) ? (words[code]?.description ?? code) : code;

const isList = (value: Value): value is Extract<Value, readonly unknown[]> => Array.isArray(value);

/** A figure's value in words; a list reads as an enumeration. */
export function describeFigure(figure: Figure, value: Value): string {
  if (isList(value)) return value.length === 0 ? "无" : value.map((one) => describeFigure(figure, one)).join("、");
  switch (figure.kind) {
    case "amount":
      return describeAmount(Number(value));
    case "share":
      return `${decimals(Number(value) * 100)}%`;
    case "count":
      return `${String(value)}${figure.unit}`;
    case "flag":
      return value === true ? "是" : "否";
    case "word":
    case "words":
      return describeWord(figure.words, String(value));
    case "text":
      return String(value);
  }
}

const SIGNS: Readonly<Record<Operator, string>> = {
  "==": "",
  "!=": "不是 ",
  ">=": "≥ ",
  ">": "> ",
  "<=": "≤ ",
  "<": "< ",
  in: "属于 ",
  contains: "包括 ",
  startsWith: "开头为 ",
};

/** The demand of a leaf, in words: "≥ 12个月". */
export function describeExpectation(figure: Figure, leaf: Leaf): string {
  return SIGNS[leaf.op] + describeFigure(figure, leaf.value);
}

/** A firm's own figure, in words: amounts, shares and counts by their bands, since a text is granted without them. */
export function describeFact(figure: Figure, fact: Value): string {
  switch (figure.kind) {
    case "amount":
      return amountBand(Number(fact));
    case "share":
      return shareBand(Number(fact));
    case "count":
      return countBand(Number(fact), figure.unit);
    case "flag":
    case "word":
    case "words":
    case "text":
      return describeFigure(figure, fact);
  }
}
