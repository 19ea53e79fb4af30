import { expect, test } from "@jest/globals";
import { citizenNumberCheck, isCitizenNumber } from "./citizen-number.ts";

test("accepts the standard's own example", () => {
  expect(isCitizenNumber("11010519491231002X")).toBe(true);
});

test.each([
  ["a wrong check digit", "110105194912310021"],
  ["a date that no calendar has", "110105194902310028"],
  ["too few digits", "1101051949123100"],
  ["letters", "1101051949123100ZZ"],
])("refuses %s", (_, number) => {
  expect(isCitizenNumber(number)).toBe(false);
});

test("nobody is born in days to come", () => {
  const now = Date.parse("2026-10-31T12:00:00Z");
  const born = (day: string): string => `411102${day}001` + citizenNumberCheck(`411102${day}001`);
  const days = ["20261031", "20261101", "20261102", "99991231"];
  expect(days.map((day) => isCitizenNumber(born(day), now))).toEqual([true, true, false, false]);
});
