import type { Site, WageStory } from "../sites/site.ts";
import { absentFrom, dropLines, lineOf, payOnly, portion, sheetsOf, steady } from "./site-books.ts";

const DUE = 10;
const YUAN = 100;

/** One worker goes on 20 August without being paid for that month. */
const leaveUnsettled = (site: Site): void => {
  const leavers = steady(site, 1);
  for (const leaver of leavers) {
    leaver.leftOn = site.calendar.monthStart(DUE - 1) + 19;
    leaver.settledOn = null;
    leaver.days[DUE - 1] = 16;
  }
  absentFrom(leavers, DUE);
  for (const month of [DUE - 1, DUE, DUE + 1]) dropLines(site, leavers, month);
};

/** Wages that are owed: one project for each kind. Levels and rules: DOMAIN notes of the wage warning. */
export const WAGES_OWED: readonly WageStory[] = [
  {
    kind: "monthUnpaidThroughAccount",
    expectedLevel: "RED",
    rule: "monthUnpaidThroughAccount",
    shape: (site) => {
      site.sheets = site.sheets.filter(({ month }) => month !== DUE);
    },
  },
  {
    kind: "tenPercentWithoutPay",
    expectedLevel: "RED",
    rule: "tenPercentWithoutPay",
    shape: (site) => {
      dropLines(site, steady(site, portion(site, 0.12)), DUE);
    },
  },
  {
    kind: "underMinimumWage",
    expectedLevel: "RED",
    rule: "underMinimumWage",
    shape: (site) => {
      // 2,300 yuan, 500 of them for overtime: what is left is under the minimum, and the payroll's mean is not.
      for (const worker of steady(site, 2)) {
        const line = lineOf(site, worker, DUE);
        if (line) line.due = line.paid = 2_300 * YUAN;
        if (line) line.overtime = 500 * YUAN;
        if (worker.leave[DUE]) worker.leave[DUE] = 0;
      }
    },
  },
  {
    kind: "singleWorkerOverMonthMax",
    expectedLevel: "RED",
    rule: "singleWorkerOverMonthMax",
    shape: (site) => {
      for (const worker of steady(site, 1)) {
        const line = lineOf(site, worker, DUE);
        if (line) line.due = line.paid = 58_000 * YUAN;
      }
    },
  },
  { kind: "leaverNotSettled", expectedLevel: "RED", rule: "leaverNotSettled", month: DUE - 1, shape: leaveUnsettled },
  {
    kind: "leaverNotSettledWithComplaint",
    expectedLevel: "YELLOW",
    rule: "leaverNotSettled",
    month: DUE - 1,
    shape: (site) => {
      leaveUnsettled(site);
      site.clues.push({
        channel: "HOTLINE_12345",
        receivedOn: site.calendar.today - 12,
        workers: 1,
        amount: 4_800 * YUAN,
        summary: "退场工人反映8月工资未结清",
        status: "IN_PROCESS",
        closedOn: null,
      });
    },
  },
  {
    kind: "twoMonthsOwed",
    expectedLevel: "RED",
    rule: "twoMonthsOwed",
    shape: (site) => {
      for (const worker of steady(site, 1)) for (const month of [DUE - 1, DUE]) payOnly(site, worker, month, 0);
    },
  },
  {
    kind: "tenWorkersOwed",
    expectedLevel: "RED",
    rule: "tenWorkersOwed",
    shape: (site) => {
      for (const worker of steady(site, 11)) payOnly(site, worker, DUE, 0.95);
    },
  },
  {
    kind: "criminalLine",
    expectedLevel: "RED",
    rule: "criminalLine",
    shape: (site) => {
      for (const worker of steady(site, 1))
        for (const month of [DUE - 2, DUE - 1, DUE]) payOnly(site, worker, month, 0);
      site.clues.push({
        channel: "NATIONAL_PLATFORM",
        receivedOn: site.calendar.today - 5,
        workers: 1,
        amount: 15_000 * YUAN,
        summary: "工人反映连续三个月未发工资",
        status: "RECEIVED",
        closedOn: null,
      });
    },
  },
  {
    kind: "injuryLeaveUnpaid",
    expectedLevel: "ORANGE",
    rule: "monthUnpaid",
    shape: (site) => {
      for (const worker of steady(site, 1)) {
        dropLines(site, [worker], DUE);
        worker.days[DUE] = 0;
        worker.leave[DUE] = 24;
        worker.paidLeave = worker.days.map((_, month) => (month === DUE ? 24 : 0));
      }
    },
  },
  {
    kind: "partlyPaid",
    expectedLevel: "YELLOW",
    rule: "partlyPaid",
    shape: (site) => {
      for (const worker of steady(site, 1)) payOnly(site, worker, DUE, 0.8);
    },
  },
  {
    kind: "paidLate",
    expectedLevel: "YELLOW",
    rule: "paidLate",
    shape: (site) => {
      const paidOn = site.calendar.monthStart(DUE + 1) + 26;
      for (const worker of site.workers) worker.payDay = 20;
      for (const sheet of sheetsOf(site, DUE)) {
        sheet.paidOn = paidOn;
        for (const line of sheet.lines) line.paidOn = paidOn;
      }
    },
  },
  {
    kind: "repeatedRed",
    expectedLevel: "RED",
    rule: "repeatedRed",
    shape: (site) => {
      const count = portion(site, 0.12);
      const workers = steady(site, 2 * count);
      dropLines(site, workers.slice(0, count), DUE - 1);
      dropLines(site, workers.slice(count), DUE);
    },
  },
];
