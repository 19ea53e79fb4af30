import { sheetsOf } from "./site-books.ts";
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
];
