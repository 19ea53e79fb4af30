import type { Calendar, Day } from "../calendar.ts";
import type { Firm } from "../firms/firm.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/person.ts";
import type { WageStory } from "./wage-story.ts";

/** One worker of one construction site; amounts in fen. Days are indexed like the calendar's months. */
export interface Worker {
  /** Credit code of the labour subcontractor. */
  readonly employer: string;
  readonly team: string;
  readonly trade: string;
  dailyWage: number;
  /** Mean of the months worked, as the employment register shows it. */
  monthlyWage: number;
  person?: Person;
  enteredOn: Day;
  leftOn: Day | null;
  settledOn: Day | null;
  readonly days: number[];
  readonly leave: number[];
}

/** One worker's month on a payroll. */
export interface Line {
  readonly worker: Worker;
  days: number;
  due: number;
  paid: number;
  paidOn: Day | null;
}

/** One payroll: a team's month, or a back payment. */
export interface Sheet {
  readonly month: number;
  readonly team: string;
  isBackPay: boolean;
  viaSpecialAccount: boolean;
  preparedOn: Day;
  paidOn: Day | null;
  /** Not confirmed yet: nothing is due from it. */
  isDraft: boolean;
  lines: Line[];
}

/** A construction project with everything the departments hold about it; stories change it before it is written. */
export interface Site {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly calendar: Calendar;
  readonly contractor: Firm;
  readonly labour: Firm;
  readonly supervisor: Firm;
  readonly village: Village;
  readonly story?: WageStory;
  readonly startedOn: Day;
  readonly completionOn: Day;
  readonly contractAmount: number;
  readonly workers: Worker[];
  hasRoster: boolean;
  sheets: Sheet[];
  account: { openedOn: Day; lastTransferOn: Day; balance: number } | undefined;
  deposit: { amount: number; readonly required: number; validTo: Day; form: "GUARANTEE" | "CASH" };
  clues: {
    channel: "NATIONAL_PLATFORM" | "HOTLINE_12345" | "FINGERTIP" | "PETITION";
    receivedOn: Day;
    workers: number;
    amount: number;
    summary: string;
    status: "RECEIVED" | "IN_PROCESS" | "CLOSED" | "REJECTED";
    closedOn: Day | null;
  }[];
}
