import { expect, test } from "@jest/globals";
import { caseNumberOf } from "./case-number.ts";

const INVALID = /case/i;

test.each<[string | null | undefined, string | null]>([
  [null, null],
  [undefined, null],
  ["CASE-1", "CASE-1"],
  ["  CASE-1 ", "CASE-1"],
  [encodeURIComponent("漯人社监〔2026〕15号"), "漯人社监〔2026〕15号"],
  [Buffer.from("漯人社监〔2026〕15号").toString("latin1"), "漯人社监〔2026〕15号"],
  ["A".repeat(64), "A".repeat(64)],
  ["e\u0301".normalize("NFD").replace("\u0301", encodeURIComponent("\u0301")), "\u00e9"],
  ["2026-123456789", "2026-123456789"],
])("S22: the header %j states the case %j", (header, expected) => {
  expect(caseNumberOf(header)).toBe(expected);
});

test.each([
  ["nothing at all", ""],
  ["blanks", "   "],
  ["65 characters", "A".repeat(65)],
  ["a sign in front", "-1"],
  ["a blank inside", "CASE 1"],
  ["a broken escape", "%E6%BC"],
  ["an escape of nothing", "100%"],
  ["Latin-1 that is no UTF-8", "\u00e9"],
  ["somebody's telephone", "13912345678"],
  ["somebody's telephone among letters", "CASE-13912345678"],
  ["somebody's citizen number", "11010519491231002X"],
])("S22: %s is refused, and never taken for no case", (_, header) => {
  expect(() => caseNumberOf(header)).toThrow(INVALID);
});
