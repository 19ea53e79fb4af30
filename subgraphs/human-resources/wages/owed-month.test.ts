import { expect, test } from "@jest/globals";
import {
  AUGUST,
  booksOf,
  cleanSite,
  unpaidLine,
  withAttendance,
  withLines,
  withRoster,
  workers,
} from "./fixtures/example.ts";

test("a leaver's wages are due thirty days after leaving, before the month is", () => {
  const september = withRoster(cleanSite({ asOf: "2026-10-10" }), workers(1), { leftOn: "2026-09-09" });
  expect(booksOf(september).owed.map(({ person, month, isLeaver }) => [person, month, isLeaver])).toEqual([
    ["worker-01", "2026-09", true],
  ]);
  expect(booksOf({ ...september, asOf: "2026-10-08" }).owed).toEqual([]);
});

test("false positives add up: a part is credited by each until nothing is left", () => {
  const facts = withLines(cleanSite(), workers(1), [AUGUST], unpaidLine);
  const line = unpaidLine("worker-01", AUGUST);
  const back = { ...line, isBackPay: true, paid: 300_000, paidOn: "2026-09-20" };
  const onItsWay = { ...line, due: 0, paid: 420_000, payrollPaidOn: "2026-09-29" };
  const books = booksOf({ ...facts, lines: [...facts.lines, back, onItsWay] });
  expect(books.owed).toEqual([]);
  expect(books.ruledOut.map(({ id }) => id)).toEqual(["paidAsBackPay", "lateBankReceipt"]);
});

test("nobody is owed for a month without a day's work", () => {
  const absent = withAttendance(cleanSite(), workers(1), [AUGUST], { days: 0, leaveDays: 0 });
  expect(booksOf(withLines(absent, workers(1), [AUGUST], () => undefined)).owed).toEqual([]);
});
