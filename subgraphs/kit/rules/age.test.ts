import { expect, test } from "@jest/globals";
import { ageOn, cityToday } from "./age.ts";

test("the day turns at midnight in China", () => {
  expect(cityToday(new Date("2026-11-24T15:59:59Z"))).toEqual(new Date("2026-11-24"));
  expect(cityToday(new Date("2026-11-24T16:00:00Z"))).toEqual(new Date("2026-11-25"));
});

test.each([
  ["2008-10-31", "2026-10-30", 17],
  ["2008-10-31", "2026-10-31", 18],
  ["1966-12-01", "2026-11-30", 59],
  ["2008-02-29", "2026-02-28", 17],
  ["2008-02-29", "2026-03-01", 18],
])("born %s, on %s: %i", (born, on, age) => {
  expect(ageOn(new Date(born), new Date(on))).toBe(age);
});
