import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, withAttendance, withLines, workers } from "../example.ts";

const sixDaysHere = withLines(
  withAttendance(cleanSite(), workers(1), [AUGUST], { days: 6 }),
  workers(1),
  [AUGUST],
  () => undefined,
);
const elsewhere = (attended: number, paid: number, paidOn: string | null = "2026-09-15") =>
  booksOf({
    ...sixDaysHere,
    attendanceElsewhere: [{ person: "worker-01", month: AUGUST, days: attended }],
    payElsewhere: [{ person: "worker-01", month: AUGUST, days: paid, paidOn }],
  });

test("another site's payroll that pays for the days here as well rules it out, and is not named", () => {
  const { owed, ruledOut } = elsewhere(18, 24);
  expect(owed).toEqual([]);
  expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([
    ["workerOnTwoSites", "本项目的出勤已由另一项目的工资表一并计发"],
  ]);
});

test("a payroll that pays only for its own days, or is not paid itself, rules nothing out", () => {
  expect(elsewhere(18, 18).owed).toHaveLength(1);
  expect(elsewhere(18, 24, null).owed).toHaveLength(1);
  expect(elsewhere(18, 24, "2026-10-02").owed).toHaveLength(1);
});

test("somebody else's work elsewhere is nobody's here", () => {
  const { owed } = booksOf({
    ...sixDaysHere,
    payElsewhere: [{ person: "worker-02", month: AUGUST, days: 24, paidOn: "2026-09-15" }],
  });
  expect(owed.map(({ person }) => person)).toEqual(["worker-01"]);
});
