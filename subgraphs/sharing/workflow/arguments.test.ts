import { describe, expect, test } from "@jest/globals";
import {
  coordinate,
  document,
  DocumentInput,
  flag,
  formed,
  id,
  list,
  name,
  optional,
  purposeCode,
  text,
  time,
  whole,
  type Argument,
} from "./arguments.ts";

/** The value that an effect gets, or the words of the refusal in both languages. */
const read = (argument: Argument<unknown>, value: unknown): unknown => {
  try {
    return argument.read("field", value);
  } catch (error) {
    const { message, extensions } = error as Error & { readonly extensions: Readonly<Record<string, unknown>> };
    expect([extensions["code"], extensions["field"]]).toEqual(["HUB_APPLICATION_INVALID", "field"]);
    return new RangeError(message.replace(/^.*?field: /, ""));
  }
};
const refused = (words: string): unknown => expect.objectContaining({ message: expect.stringContaining(words) });
const CITIZEN = "11010519491231002X";

describe("an argument of a step", () => {
  test("text is trimmed, not blank, and as long as it may be", () => {
    const short = text("理由", 4);
    expect([read(short, " 一二三四 "), read(short, "a\tb\n")]).toEqual(["一二三四", "a\tb"]);
    expect(read(short, "一二三四五")).toEqual(refused("expected at most 4 characters, got 5"));
    expect(read(short, " \t ")).toEqual(refused("expected text, got nothing"));
    for (const sign of ["\u0000", "\u001b", "\ud800", "\u202e", "\u200b"])
      expect(read(text("理由"), `a${sign}b`)).toEqual(refused("without control or invisible characters"));
    expect(read(text("理由"), "一".repeat(2000))).toHaveLength(2000);
    expect(read(text("理由"), "一".repeat(2001))).toEqual(refused("expected at most 2000 characters, got 2001"));
  });

  test.each([
    "13800138000",
    "+86 138-0013-8000",
    "１３８００１３８０００",
    `62${"1".repeat(14)}`,
    `62${"1".repeat(17)}`,
    CITIZEN,
  ])("R10: text with %s is refused", (number) => {
    expect(read(text("理由"), `见 ${number} 号`)).toEqual(refused("no citizen number, mobile number or bank card"));
  });

  test.each([
    "12800138000",
    "1380013800",
    "138001380001",
    `62${"1".repeat(13)}`,
    `62${"1".repeat(18)}`,
    "413800138000",
  ])("text with %s names nobody", (number) => {
    expect(read(text("理由"), `见 ${number} 号`)).toBe(`见 ${number} 号`);
  });

  test("what a program reads is bounded in length, and has no NUL", () => {
    const file = document("文件", 3);
    expect([read(file, "a\nb"), read(file, "")]).toEqual(["a\nb", ""]);
    expect(read(file, "a\u0000b")).toEqual(refused("expected text"));
    expect(read(file, "abcd")).toEqual(refused("expected at most 3 characters, got 4"));
  });

  test("names, codes, coordinates and numbers have a form, and are nobody's own number", () => {
    const most = "a".repeat(63);
    expect([read(name("部门"), most), read(purposeCode("用途"), "A1_B"), read(coordinate(), "Person.name")]).toEqual([
      most,
      "A1_B",
      "Person.name",
    ]);
    for (const wrong of ["", "1a", "A", "a_b", "a".repeat(64)])
      expect(read(name("部门"), wrong)).toEqual(refused("small letters, digits and hyphens"));
    for (const wrong of ["A", "a1", "_A"]) expect(read(purposeCode("用途"), wrong)).toEqual(refused("capital letters"));
    for (const wrong of ["", "a b", "a".repeat(201), CITIZEN])
      expect(read(coordinate(), wrong)).toEqual(refused("a coordinate Type.field"));
    expect([read(id("编号"), "G12"), read(id("编号"), 12)]).toEqual(["G12", "12"]);
    for (const wrong of ["", "a b", "a".repeat(65), CITIZEN])
      expect(read(id("编号"), wrong)).toEqual(refused("expected the number of a matter"));
    const own = formed("号", /^\w+$/, { en: "a word", zh: "词" });
    expect([read(own, "word"), read(own, CITIZEN)]).toEqual(["word", refused("expected a word")]);
  });

  test("whole numbers and times have a first and a last, which are among them", () => {
    const days = whole("天", 1, 30);
    expect([1, 30].map((value) => read(days, value))).toEqual([1, 30]);
    for (const wrong of [0, 31, Number.NaN]) expect(read(days, wrong)).toEqual(refused("expected 1 to 30, got"));
    const day = time("Date", "日期");
    const [first, last] = [new Date("1900-01-01"), new Date("2199-12-31T23:59:59.999Z")];
    expect([first, last].map((value) => read(day, value))).toEqual([first, last]);
    for (const wrong of [new Date(first.getTime() - 1), new Date("2200-01-01"), new Date(Number.NaN)])
      expect(read(day, wrong)).toEqual(refused("between 1900 and 2200"));
    expect([true, false, null, "true"].map((value) => read(flag("是否"), value))).toEqual([true, false, false, false]);
  });

  test("what may be left out is null where it is, or where its text is blank", () => {
    const reason = optional(text("理由", 4));
    expect([reason.required, text("理由").required]).toEqual([false, true]);
    expect([null, undefined, "", " \t", " 一 "].map((value) => read(reason, value))).toEqual([
      null,
      null,
      null,
      null,
      "一",
    ]);
    expect(read(reason, "一二三四五")).toEqual(refused("at most 4"));
    expect([0, null].map((value) => read(optional(whole("天", 0, 1)), value))).toEqual([0, null]);
  });

  test("a list is as long as it may be, and each of it is checked", () => {
    const two = list(text("词", 4), "词", 2);
    expect([read(two, []), read(two, [" a ", "b"])]).toEqual([[], ["a", "b"]]);
    expect(read(two, ["a", "b", "c"])).toEqual(refused("expected at most 2, got 3"));
    expect(read(two, ["a", ""])).toEqual(refused("expected text, got nothing"));
  });

  test("a document has a number and a hash, which is not that of an empty file", () => {
    const sha256 = "a".repeat(64);
    expect(DocumentInput.read("file", { reference: " 漯数〔2026〕1号 ", sha256 })).toEqual({
      reference: "漯数〔2026〕1号",
      sha256,
    });
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (const wrong of [empty, "A".repeat(64), "a".repeat(63)])
      expect(() => DocumentInput.read("file", { reference: "1", sha256: wrong })).toThrow("file.sha256");
  });
});
