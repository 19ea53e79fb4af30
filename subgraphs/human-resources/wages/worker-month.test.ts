import { expect, test } from "@jest/globals";
import { AUGUST, cleanSite, paidLine, withLines, workers } from "./fixtures/example.ts";
import { paidBy, workerMonthsOf } from "./worker-month.ts";

const MINIMUM = 217_500;
const august = (facts: Parameters<typeof workerMonthsOf>[0]) =>
  workerMonthsOf(facts, MINIMUM).find(({ person, month }) => person === "worker-01" && month === AUGUST);

test("attendance of two teams in one month is one worker's month", () => {
  const facts = cleanSite();
  const second = { person: "worker-01", team: "钢筋一班", month: AUGUST, days: 3, leaveDays: 1 };
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

test("a site that never had a payroll is reckoned at the minimum wage", () => {
  expect(august(cleanSite({ lines: [] }))).toMatchObject({ due: 240_000, isEstimated: true });
});

test("what a bank has not confirmed by the day has not come", () => {
  const lines = [paidLine("worker-01", AUGUST), paidLine("worker-01", AUGUST, { paidOn: null })];
  expect([paidBy(lines, "2026-09-14"), paidBy(lines, "2026-09-15")]).toEqual([0, 720_000]);
});
