import { describe, expect, test } from "@jest/globals";
import {
  AUGUST,
  booksOf,
  cleanSite,
  JULY,
  paidLine,
  unpaidLine,
  withAttendance,
  withLeavers,
  withLines,
  workers,
} from "./fixtures/example.ts";

describe("back pay", () => {
  const dropped = withLines(cleanSite(), workers(1), [AUGUST], () => undefined);
  const repaid = (paid: number, paidOn: string | null) => ({
    ...dropped,
    lines: [...dropped.lines, paidLine("worker-01", AUGUST, { isBackPay: true, paid, paidOn })],
  });

  test("a back payment of the whole month rules it out", () => {
    const { owed, ruledOut } = booksOf(repaid(720_000, "2026-09-25"));
    expect(owed).toEqual([]);
    expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([["paidAsBackPay", "已补发"]]);
  });

  test("a back payment of a part leaves the rest owed", () => {
    const { owed, ruledOut } = booksOf(repaid(500_000, "2026-09-25"));
    expect(owed.map(({ paid, owed: amount }) => [paid, amount])).toEqual([[500_000, 220_000]]);
    expect(ruledOut).toHaveLength(1);
  });

  test("a back payment that has not come, or comes later, rules nothing out", () => {
    expect(booksOf(repaid(720_000, null)).owed).toHaveLength(1);
    expect(booksOf(repaid(720_000, "2026-10-01")).owed).toHaveLength(1);
  });

  test("it also makes up for a regular line that was never paid", () => {
    const facts = withLines(cleanSite(), workers(1), [AUGUST], unpaidLine);
    const back = paidLine("worker-01", AUGUST, { isBackPay: true, paidOn: "2026-09-29" });
    expect(booksOf({ ...facts, lines: [...facts.lines, back] }).owed).toEqual([]);
  });
});

describe("late receipt", () => {
  test("a receipt within the grace after the due date rules it out", () => {
    const facts = withLines(cleanSite(), workers(1), [JULY], (person, month) =>
      paidLine(person, month, { paidOn: "2026-09-02" }),
    );
    const { owed, ruledOut } = booksOf(facts);
    expect(owed).toEqual([]);
    expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([
      ["lateBankReceipt", "工资表已在 2026-08-31 前交银行代发，银行回单在其后 7 日内到达"],
    ]);
  });

  test("G33: a payroll that went to the bank late is no false alarm, although nothing is owed any more", () => {
    const facts = withLines(cleanSite(), workers(1), [JULY], (person, month) =>
      paidLine(person, month, { paidOn: "2026-09-02", payrollPaidOn: "2026-09-02" }),
    );
    expect(booksOf(facts)).toMatchObject({ owed: [], ruledOut: [] });
  });

  test("a payroll handed to the bank in time waits for its receipts, for a while", () => {
    const waiting = (payrollPaidOn: string) =>
      booksOf(
        withLines(cleanSite(), workers(1), [AUGUST], (person, month) =>
          paidLine(person, month, { paidOn: null, payrollPaidOn }),
        ),
      );
    expect(waiting("2026-09-28").owed).toEqual([]);
    expect(waiting("2026-09-10").owed).toHaveLength(1);
  });

  test("money that came long after the due date was late, but is not owed any more", () => {
    const facts = withLines(cleanSite(), workers(1), [JULY], (person, month) =>
      paidLine(person, month, { paidOn: "2026-09-20" }),
    );
    expect(booksOf(facts)).toMatchObject({ owed: [], ruledOut: [] });
  });
});

describe("leave", () => {
  const away = withAttendance(cleanSite(), workers(1), [AUGUST], { days: 0, leaveDays: 24 });

  test("a whole month of leave on no payroll is not owed", () => {
    const { owed, ruledOut } = booksOf(withLines(away, workers(1), [AUGUST], () => undefined));
    expect(owed).toEqual([]);
    expect(ruledOut).toEqual([
      { id: "onLeave", title: "事假", person: "worker-01", month: AUGUST, reason: "全月事假，无出勤，无应发工资" },
    ]);
  });

  test("G31: paid leave is owed like days worked, however whole the month", () => {
    const injured = withAttendance(away, workers(1), [AUGUST], { paidLeaveDays: 24 });
    const { owed, ruledOut } = booksOf(withLines(injured, workers(1), [AUGUST], () => undefined));
    expect(owed.map(({ person, owed: amount, isEstimated }) => [person, amount, isEstimated])).toEqual([
      ["worker-01", 720_000, true],
    ]);
    expect(ruledOut).toEqual([]);
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
});

describe("exit date", () => {
  const dropped = withLines(cleanSite(), workers(1), [AUGUST], () => undefined);
  const leaving = (leftOn: string, settledOn: string | null) =>
    booksOf(withLeavers(dropped, workers(1), leftOn, settledOn));

  test("left and settled: the last days came with the settlement", () => {
    const { owed, ruledOut } = leaving("2026-08-03", "2026-08-08");
    expect(owed).toEqual([]);
    expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([["leftTheSite", "已退场，工资已结清"]]);
  });

  test("left and not settled, or settled only after the day of the look: owed", () => {
    expect(leaving("2026-08-03", null).owed).toHaveLength(1);
    expect(leaving("2026-08-03", "2026-10-08").owed).toHaveLength(1);
  });

  test("a settlement does not speak for a month that ended before the exit", () => {
    expect(leaving("2026-09-03", "2026-09-08").owed).toHaveLength(1);
  });
});

describe("two sites", () => {
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
});
