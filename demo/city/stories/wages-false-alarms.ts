import { RICH_FIRM } from "./contractors.ts";
import type { WageStory } from "../sites/site.ts";
import { lineFor } from "../sites/books.ts";
import { absentFrom, dropLines, lineOf, sheetsOf, steady } from "./site-books.ts";

const DUE = 10;

/** Projects where nothing is owed and a careless rule would say so, and one plain clean project. */
export const WAGES_FALSE_ALARMS: readonly WageStory[] = [
  {
    kind: "paidAsBackPay",
    expectedLevel: "NONE",
    shape: (site) => {
      const workers = steady(site, 3);
      const model = sheetsOf(site, DUE)[0];
      if (!model) return;
      dropLines(site, workers, DUE);
      const paidOn = site.calendar.today - 6;
      const lines = workers.map((worker) => lineFor(worker, worker.days[DUE] ?? 0, paidOn));
      site.sheets.push({ ...model, isBackPay: true, preparedOn: paidOn - 2, paidOn, lines });
    },
  },
  {
    kind: "onLeave",
    expectedLevel: "NONE",
    shape: (site) => {
      const workers = steady(site, 3);
      for (const worker of workers) {
        worker.days[DUE] = 0;
        worker.leave[DUE] = 24;
      }
      dropLines(site, workers, DUE);
    },
  },
  {
    kind: "leftTheSite",
    expectedLevel: "NONE",
    shape: (site) => {
      const workers = steady(site, 3);
      for (const worker of workers) {
        worker.leftOn = site.calendar.monthStart(DUE) + 2;
        worker.settledOn = worker.leftOn + 5;
        const last = lineOf(site, worker, DUE - 1);
        if (last) {
          // The two days of the new month are paid with the last full one.
          last.days += 2;
          last.due += 2 * worker.dailyWage;
          last.paid = last.due;
        }
      }
      absentFrom(workers, DUE);
      for (const worker of workers) worker.days[DUE] = 2;
      for (const month of [DUE, DUE + 1]) dropLines(site, workers, month);
    },
  },
  {
    kind: "lateBankReceipt",
    expectedLevel: "NONE",
    month: DUE - 1,
    shape: (site) => {
      const handedOver = site.calendar.monthEnd(DUE) - 1;
      for (const sheet of sheetsOf(site, DUE - 1)) {
        sheet.paidOn = handedOver;
        for (const line of sheet.lines) line.paidOn = handedOver + 3;
      }
    },
  },
  {
    kind: "workerOnTwoSites",
    expectedLevel: "YELLOW",
    rule: "paidByAnotherSite",
    shape: (site, next) => {
      const workers = steady(site, 3);
      const payer = sheetsOf(next, DUE)[0];
      if (!payer) return;
      dropLines(site, workers, DUE);
      for (const worker of workers) {
        const days = worker.days[DUE] ?? 0;
        worker.days[DUE] = 6;
        const there = worker.days.map((_, month) => (month === DUE ? days - 6 : 0));
        const second = {
          ...worker,
          team: payer.team,
          enteredOn: next.calendar.monthStart(DUE),
          days: there,
          leave: [],
        };
        second.leftOn = next.calendar.monthEnd(DUE);
        second.settledOn = payer.paidOn;
        next.workers.push(second);
        payer.lines.push(lineFor(second, days, payer.paidOn));
      }
    },
  },
  { kind: "clean", expectedLevel: "NONE", contractor: RICH_FIRM, shape: () => undefined },
];
