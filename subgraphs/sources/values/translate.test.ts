import { describe, expect, test } from "@jest/globals";
import { citizenNumberCheck } from "../../kit/builder/citizen-number.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../kit/pseudonym.ts";
import type { SourceField } from "../description/source-description.ts";
import { citizenNumberIn } from "./citizen-numbers.ts";
import { divisionIn, translationOf, UNREADABLE, type Value } from "./translate.ts";

const CHINESE_TIME = { enums: new Map(), timeZone: "Asia/Shanghai", pseudonymKey: DEMO_PSEUDONYM_KEY } as const;

const read = (text: string, field: Partial<SourceField>): Value =>
  translationOf({ column: "c", title: "字段", type: "String", ...field }, CHINESE_TIME)(text);

/** An invented person's number: the area code is not given out. */
const FIRST = "99110119520304001";
const NUMBER = FIRST + citizenNumberCheck(FIRST);

describe("citizen numbers", () => {
  test.each([
    [NUMBER, NUMBER],
    [` ${NUMBER.toLowerCase()} `, NUMBER],
    ["９９１１０１５２０３０４００１", NUMBER],
    [NUMBER.slice(0, 6) + NUMBER.slice(8, 17), NUMBER],
    ["991101521304001", null],
    [`${FIRST}${NUMBER.endsWith("1") ? "2" : "1"}`, null],
    ["", null],
  ])("%j is %j", (text, expected) => {
    expect(citizenNumberIn(text)).toBe(expected);
  });

  test("leave as the pseudonym that every department uses", () => {
    expect(read("991101520304001", { type: "Person" })).toBe(pseudonymOf(NUMBER, DEMO_PSEUDONYM_KEY));
    expect(read("不详", { type: "Person" })).toBe(UNREADABLE);
  });

  test("never leave in a text that is not classified as one", () => {
    expect(read(`经办人${NUMBER}`, {})).toBe(UNREADABLE);
    expect(read("991101520304001", {})).toBe(UNREADABLE);
    expect(read(NUMBER, { mask: "CITIZEN_NUMBER" })).toBe(NUMBER);
    expect(read("市第一医院", {})).toBe("市第一医院");
  });
});

describe("amounts are exact fen", () => {
  test.each([
    ["1234.5", "yuan", 123_450n],
    ["1,234.50", "yuan", 123_450n],
    ["-0.07", "yuan", -7n],
    ["12.3456", "wan-yuan", 12_345_600n],
    ["100", "fen", 100n],
    ["0.005", "yuan", UNREADABLE],
    ["1e3", "yuan", UNREADABLE],
    ["12元", "yuan", UNREADABLE],
  ] as const)("%s %s", (text, unit, expected) => {
    expect(read(text, { type: "Fen", unit })).toBe(expected);
  });
});

describe("days, months and moments", () => {
  test.each([
    ["20260228", "Date", "YYYYMMDD", "2026-02-28T00:00:00.000Z"],
    ["20260231", "Date", "YYYYMMDD", null],
    ["2026/3/1", "Date", "YYYY/MM/DD", "2026-03-01T00:00:00.000Z"],
    ["2026-03-01 00:00:00", "Date", "ISO", "2026-03-01T00:00:00.000Z"],
    ["2026-03-01 07:30:00", "DateTime", undefined, "2026-02-28T23:30:00.000Z"],
    ["2026-03-01T07:30:00+00", "DateTime", undefined, "2026-03-01T07:30:00.000Z"],
    ["2026-03-01", "DateTime", undefined, null],
  ] as const)("%s as %s %s", (text, type, format, expected) => {
    const value = read(text, { type, ...(format && { format }) });
    expect(value instanceof Date ? value.toISOString() : null).toBe(expected);
  });

  test("months", () => {
    expect(read("202602", { type: "YearMonth", format: "YYYYMM" })).toBe("2026-02");
    expect(read("202613", { type: "YearMonth", format: "YYYYMM" })).toBe(UNREADABLE);
    expect(read("2026-02-01", { type: "YearMonth" })).toBe("2026-02");
  });
});

test("numbers and words that are none are not guessed", () => {
  expect([read("12", { type: "Int" }), read("1.0", { type: "Int" }), read("9999999999", { type: "Int" })]).toEqual([
    12,
    UNREADABLE,
    UNREADABLE,
  ]);
  expect([read("1.50", { type: "Float" }), read("NaN", { type: "Float" })]).toEqual([1.5, UNREADABLE]);
  expect([read("是", { type: "Boolean" }), read("N", { type: "Boolean" }), read("2", { type: "Boolean" })]).toEqual([
    true,
    false,
    UNREADABLE,
  ]);
  expect([
    read("91110000802100433B", { type: "Enterprise" }),
    read("91110000802100433C", { type: "Enterprise" }),
  ]).toEqual(["91110000802100433B", UNREADABLE]);
});

test("a division is a code of 6 digits or more, the old system's own codes by their map", () => {
  expect(["411102001001", "411102", "4111", "", null, "漯河"].map(divisionIn(undefined))).toEqual([
    "411102001001",
    "411102",
    null,
    null,
    null,
    null,
  ]);
  expect(["01", "09"].map(divisionIn(new Map([["01", "411102"]])))).toEqual(["411102", null]);
});
