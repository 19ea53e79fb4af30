import { expect, test } from "@jest/globals";
import { AUGUST, cleanSite, paidLine, withAttendance, withLines, withRoster, workers } from "./fixtures/example.ts";
import { paidBy, workerMonthsOf } from "./worker-month.ts";

const MINIMUM = 217_500;
const august = (facts: Parameters<typeof workerMonthsOf>[0]) =>
  workerMonthsOf(facts, MINIMUM).find(({ person, month }) => person === "worker-01" && month === AUGUST);

test("attendance of two teams in one month is one worker's month", () => {
  const facts = cleanSite();
  const second = { person: "worker-01", team: "钢筋一班", month: AUGUST, days: 3, leaveDays: 1, paidLeaveDays: 0 };
  expect(august({ ...facts, attendance: [...facts.attendance, second] })).toMatchObject({
    attendedDays: 27,
    leaveDays: 1,
    due: 720_000,
    isEstimated: false,
    dueOn: "2026-09-30",
  });
});

test("without a line, the worker's own mean daily wage tells what is due", () => {
  const facts = withLines(cleanSite(), workers(1), ["2026-05"], (person, month) =>
    paidLine(person, month, { due: 1_440_000 }),
  );
  const dropped = withLines(facts, workers(1), [AUGUST], () => undefined);
  expect(august(dropped)).toMatchObject({ due: 960_000, isEstimated: true });
});

test("G31: annual leave and a work injury earn the wage of the days worked, unpaid leave earns nothing", () => {
  const away = (paidLeaveDays: number) =>
    withAttendance(cleanSite(), workers(1), [AUGUST], { days: 4, leaveDays: 20, paidLeaveDays });
  const dropped = (paidLeaveDays: number) => withLines(away(paidLeaveDays), workers(1), [AUGUST], () => undefined);
  expect(august(dropped(20))).toMatchObject({ due: 720_000, isEstimated: true });
  expect(august(dropped(0))).toMatchObject({ due: 120_000, isEstimated: true });
});

test("G32: wages are due on the agreed day, or at the end of the next month; before a rest day on the working day before", () => {
  const dueOn = (payDay: { day: number; inSameMonth: boolean } | null, month: string) =>
    workerMonthsOf(withRoster(cleanSite(), workers(1), { payDay }), MINIMUM).find(
      (row) => row.person === "worker-01" && row.month === month,
    )?.dueOn;
  expect(dueOn(null, AUGUST)).toBe("2026-09-30");
  // 31 October 2026 is a Saturday; 31 July a Friday.
  expect(dueOn(null, "2026-09")).toBe("2026-10-30");
  expect(dueOn(null, "2026-06")).toBe("2026-07-31");
  expect(dueOn({ day: 20, inSameMonth: false }, "2026-07")).toBe("2026-08-20");
  expect(dueOn({ day: 31, inSameMonth: true }, "2026-06")).toBe("2026-06-30");
  // 25 September 2026 is 中秋.
  expect(dueOn({ day: 25, inSameMonth: false }, AUGUST)).toBe("2026-09-24");
});

test("a site that never had a payroll is reckoned at the minimum wage", () => {
  expect(august(cleanSite({ lines: [] }))).toMatchObject({ due: 240_000, isEstimated: true });
});

test("what a bank has not confirmed by the day has not come", () => {
  const lines = [paidLine("worker-01", AUGUST), paidLine("worker-01", AUGUST, { paidOn: null })];
  expect([paidBy(lines, "2026-09-14"), paidBy(lines, "2026-09-15")]).toEqual([0, 720_000]);
});
