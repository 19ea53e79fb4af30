import { expect, test } from "@jest/globals";
import { addDays } from "../../kit/rules/working-days.ts";
import { daysBetween, dueDateOf, endOfMonth, monthInWords } from "./calendar.ts";

test("wages fall due on the last working day of the next month, leap years and new years included", () => {
  expect(dueDateOf("2026-09")).toBe("2026-10-30");
  expect(dueDateOf("2028-01")).toBe("2028-02-29");
  expect(dueDateOf("2026-12")).toBe("2027-01-29");
  expect(endOfMonth("2026-03", -1)).toBe("2026-02-28");
});

test("days are counted over month ends", () => {
  expect(addDays("2026-02-27", 3)).toBe("2026-03-02");
  expect(daysBetween("2026-09-20", "2026-10-31")).toBe(41);
  expect(daysBetween("2026-10-31", "2026-09-20")).toBe(-41);
});

test("a month in words carries no leading zero", () => {
  expect(monthInWords("2026-09")).toBe("2026年9月");
});
