import { lineFor } from "../sites/books.ts";
import { dropLines, sheetsOf, steady } from "./site-books.ts";
import type { WageStory } from "../sites/site.ts";

/** Projects on which everybody is paid, and whose papers are not what the regulation asks for (arts 24, 27, 31). */
export const WAGES_PAPERS: readonly WageStory[] = [
  {
    kind: "payrollUnsigned",
    expectedLevel: "YELLOW",
    rule: "payrollUnsigned",
    shape: (site) => {
      for (const sheet of sheetsOf(site, site.calendar.lastDueMonth)) sheet.isUnsigned = true;
    },
  },
  {
    kind: "accountClosedEarly",
    expectedLevel: "YELLOW",
    rule: "accountClosedEarly",
    shape: (site) => {
      const { today } = site.calendar;
      if (site.account) site.account = { ...site.account, publicisedOn: today - 20, closedOn: today - 3 };
    },
  },
  {
    kind: "noPaymentGuarantee",
    expectedLevel: "YELLOW",
    rule: "noPaymentGuarantee",
    shape: (site) => {
      site.payment.hasGuarantee = false;
    },
  },
  {
    kind: "labourCycleTooLong",
    expectedLevel: "YELLOW",
    rule: "labourCycleTooLong",
    shape: (site) => {
      site.payment.cycleDays = 60;
    },
  },
  {
    // By the books all three were paid back; the bank knows that one of them was not.
    kind: "backPayReturned",
    expectedLevel: "ORANGE",
    rule: "payrollReturned",
    shape: (site) => {
      const { lastDueMonth, today } = site.calendar;
      const workers = steady(site, 3);
      const model = sheetsOf(site, lastDueMonth)[0];
      if (!model) return;
      dropLines(site, workers, lastDueMonth);
      const paidOn = today - 6;
      const lines = workers.map((worker, at) => ({
        ...lineFor(worker, worker.days[lastDueMonth] ?? 0, paidOn),
        ...(at === 0 && { isAccountClosed: true }),
      }));
      site.sheets.push({ ...model, isBackPay: true, preparedOn: paidOn - 2, paidOn, lines });
    },
  },
];
