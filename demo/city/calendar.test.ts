import { expect, test } from "@jest/globals";
import { ageOn, createCalendar, isoDate, parseDay } from "./calendar.ts";

test("the books cover the twelve months that end with the as-of date", () => {
  const calendar = createCalendar("2026-10-31");
  expect(calendar.months).toEqual([
    "2025-11",
    "2025-12",
    "2026-01",
    "2026-02",
    "2026-03",
    "2026-04",
    "2026-05",
    "2026-06",
    "2026-07",
    "2026-08",
    "2026-09",
    "2026-10",
  ]);
  expect(calendar.months[calendar.lastDueMonth]).toBe("2026-09");
  expect(isoDate(calendar.monthStart(3))).toBe("2026-02-01");
  expect(isoDate(calendar.monthEnd(3))).toBe("2026-02-28");
});

test("a date within a month is rounded down to the last complete month", () => {
  expect(isoDate(createCalendar("2026-11-24").today)).toBe("2026-10-31");
  expect(isoDate(createCalendar("2028-02-29").today)).toBe("2028-02-29");
});

test.each(["2026-13-01", "2026-02-30", "31.10.2026", ""])("%p is no date", (text) => {
  expect(() => createCalendar(text)).toThrow(RangeError);
});

test("age counts completed years", () => {
  const birth = parseDay("1950-10-31");
  expect(ageOn(birth, parseDay("2026-10-30"))).toBe(75);
  expect(ageOn(birth, parseDay("2026-10-31"))).toBe(76);
});
