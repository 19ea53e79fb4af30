import { expect, test } from "@jest/globals";
import {
  addDays,
  addWorkingDays,
  beijingDay,
  endOfDay,
  isAnnounced,
  isWorkingDay,
  startOfDay,
  workingDayOnOrBefore,
  workingDaysBetween,
} from "./working-days.ts";

// 2026: National Day from 1 to 7 October; Sunday 20 September and Saturday 10 October are worked in exchange.
const [FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY] = [20, 21, 22, 23, 24].map((day) => `2026-11-${day}`) as [
  string,
  string,
  string,
  string,
  string,
];

test("a day in Beijing begins eight hours before it does in Greenwich, and ends where the next begins", () => {
  expect(beijingDay(new Date("2026-11-23T15:59:59.999Z"))).toBe(MONDAY);
  expect(beijingDay(new Date("2026-11-23T16:00:00Z"))).toBe(TUESDAY);
  expect(startOfDay(new Date(TUESDAY))).toEqual(new Date("2026-11-23T16:00:00Z"));
  expect(endOfDay(MONDAY)).toEqual(startOfDay(new Date(TUESDAY)));
  expect([addDays("2026-12-31", 1), addDays("2026-01-01", -1), addDays(MONDAY, 0)]).toEqual([
    "2027-01-01",
    "2025-12-31",
    MONDAY,
  ]);
});

test("working days are those of the national calendar, as long as it is announced", () => {
  const days = [FRIDAY, SATURDAY, SUNDAY, MONDAY, "2026-10-01", "2026-10-07", "2026-10-08", "2026-10-10"];
  const works = [true, false, false, true, false, false, true, true];
  // Asked twice: what is remembered is told alike.
  expect([days.map(isWorkingDay), days.map(isWorkingDay)]).toEqual([works, works]);
  const announced = ["2026-11-23", "2026-01-01", "2099-11-23"].map(isAnnounced);
  expect([announced, isAnnounced("2099-01-01")]).toEqual([[true, true, false], false]);
});

test("the last working day on or before a day", () => {
  expect([FRIDAY, SATURDAY, SUNDAY, MONDAY].map(workingDayOnOrBefore)).toEqual([FRIDAY, FRIDAY, FRIDAY, MONDAY]);
  expect(workingDayOnOrBefore("2026-10-07")).toBe("2026-09-30");
});

test("the n-th working day after a day, which does not count itself, nor do those that are excluded", () => {
  expect([0, 1, 2].map((count) => addWorkingDays(FRIDAY, count))).toEqual([FRIDAY, MONDAY, TUESDAY]);
  expect(addWorkingDays(SATURDAY, 1)).toBe(MONDAY);
  expect(addWorkingDays(SATURDAY, 0)).toBe(SATURDAY);
  expect(addWorkingDays("2026-09-30", 3)).toBe("2026-10-10");
  expect(addWorkingDays(FRIDAY, 1, (day) => day === MONDAY)).toBe(TUESDAY);
});

test("working days between two days count the later one, and are negative backwards", () => {
  expect(workingDaysBetween(FRIDAY, FRIDAY)).toBe(0);
  expect(workingDaysBetween(FRIDAY, SUNDAY)).toBe(0);
  expect(workingDaysBetween(FRIDAY, TUESDAY)).toBe(2);
  expect(workingDaysBetween(TUESDAY, FRIDAY)).toBe(-2);
  expect(workingDaysBetween(SUNDAY, MONDAY)).toBe(1);
});
