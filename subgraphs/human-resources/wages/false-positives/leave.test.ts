import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, unpaidLine, withAttendance, withLines, workers } from "../example.ts";

const away = withAttendance(cleanSite(), workers(1), [AUGUST], { days: 0, leaveDays: 24 });

test("a whole month of leave on no payroll is not owed", () => {
  const { owed, ruledOut } = booksOf(withLines(away, workers(1), [AUGUST], () => undefined));
  expect(owed).toEqual([]);
  expect(ruledOut).toEqual([
    { id: "onLeave", title: "请假", person: "worker-01", month: AUGUST, reason: "全月请假，无出勤，无应发工资" },
  ]);
});

test("a payroll that names the worker outweighs the leave", () => {
  const { owed } = booksOf(withLines(away, workers(1), [AUGUST], unpaidLine));
  expect(owed.map(({ person, owed: amount }) => [person, amount])).toEqual([["worker-01", 720_000]]);
});

test("a few days of leave do not excuse the days worked", () => {
  const some = withAttendance(cleanSite(), workers(1), [AUGUST], { days: 20, leaveDays: 4 });
  const { owed } = booksOf(withLines(some, workers(1), [AUGUST], () => undefined));
  expect(owed.map(({ owed: amount, isEstimated }) => [amount, isEstimated])).toEqual([[600_000, true]]);
});
