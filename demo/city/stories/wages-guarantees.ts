import { TROUBLED_CONTRACTOR } from "./contractors.ts";
import type { WageStory } from "../sites/site.ts";

/** Projects whose accounts, deposits, rosters or contractors are at fault while every worker is paid. */
export const WAGES_GUARANTEES: readonly WageStory[] = [
  {
    kind: "noTransferOver31Days",
    expectedLevel: "YELLOW",
    rule: "noTransferOver31Days",
    shape: (site) => {
      if (site.account) site.account.lastTransferOn = site.calendar.today - 41;
    },
  },
  {
    kind: "noSpecialAccount",
    expectedLevel: "RED",
    rule: "noSpecialAccount",
    shape: (site) => {
      site.account = undefined;
      for (const sheet of site.sheets) sheet.viaSpecialAccount = false;
    },
  },
  {
    kind: "depositShort",
    expectedLevel: "YELLOW",
    rule: "depositShort",
    shape: (site) => {
      if (site.deposit) site.deposit.amount = Math.round(site.deposit.required * 0.6);
    },
  },
  {
    kind: "depositExpired",
    expectedLevel: "YELLOW",
    rule: "depositExpired",
    shape: (site) => {
      if (site.deposit) site.deposit.validTo = site.calendar.today - 31;
    },
  },
  {
    kind: "depositMissing",
    expectedLevel: "YELLOW",
    rule: "depositMissing",
    shape: (site) => {
      site.deposit = undefined;
    },
  },
  {
    kind: "accountOpenedLate",
    expectedLevel: "YELLOW",
    rule: "accountOpenedLate",
    shape: (site) => {
      if (site.account) site.account.openedOn = site.contractSignedOn + 45;
    },
  },
  {
    kind: "permitWithoutRoster",
    expectedLevel: "YELLOW",
    rule: "permitWithoutRoster",
    hires: false,
    shape: (site) => {
      site.hasRoster = false;
    },
  },
  {
    kind: "contractorAbnormalOrTaxArrears",
    expectedLevel: "YELLOW",
    rule: "contractorAbnormalOrTaxArrears",
    contractor: TROUBLED_CONTRACTOR,
    shape: () => undefined,
  },
];
