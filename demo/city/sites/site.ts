import type { Calendar, Day } from "../calendar.ts";
import type { Firm, FirmStory, Registered } from "../firms/firm.ts";
import type { Village } from "../geography/villages.ts";

/** One worker of one construction site; amounts in fen. Days are indexed like the calendar's months. */
export interface Worker {
  /** Credit code of the labour subcontractor. */
  readonly employer: string;
  readonly team: string;
  readonly trade: string;
  dailyWage: number;
  /** Mean of the months worked, as the employment register shows it. */
  monthlyWage: number;
  person?: Registered;
  enteredOn: Day;
  leftOn: Day | null;
  settledOn: Day | null;
  /** Day of the next month on which wages were agreed to be paid; absent: by its end. */
  payDay?: number;
  readonly days: number[];
  readonly leave: number[];
  /** Days of `leave` that are paid, by month; absent: none. */
  paidLeave?: number[];
}

/** One worker's month on a payroll. */
export interface Line {
  readonly worker: Worker;
  days: number;
  due: number;
  /** Part of `due` that is pay for overtime; absent: none. */
  overtime?: number;
  paid: number;
  paidOn: Day | null;
  /** The worker has closed the account: the bank sends the money back. */
  isAccountClosed?: boolean;
}

/** One payroll: a team's month, or a back payment. */
export interface Sheet {
  readonly month: number;
  readonly team: string;
  isBackPay: boolean;
  viaSpecialAccount: boolean;
  preparedOn: Day;
  paidOn: Day | null;
  /** Its workers did not sign it. */
  isUnsigned?: boolean;
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
  /** Day of the construction contract, before the permit. */
  readonly contractSignedOn: Day;
  readonly completionOn: Day;
  readonly contractAmount: number;
  readonly workers: Worker[];
  hasRoster: boolean;
  sheets: Sheet[];
  account: { openedOn: Day; lastTransferOn: Day; balance: number; publicisedOn?: Day; closedOn?: Day } | undefined;
  /** The developer's guarantee of payment, and the days after which labour costs come by the contract. */
  payment: { hasGuarantee: boolean; cycleDays: number };
  deposit:
    | { amount: number; required: number; validTo: Day; form: "GUARANTEE" | "CASH" | "SURETY" | "INSURANCE" | "EXEMPT" }
    | undefined;
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

/** Level at which a project ought to be warned of. */
export type WageLevel = "RED" | "ORANGE" | "YELLOW" | "NONE";

/** A planted construction project. */
export interface WageStory {
  readonly kind: string;
  readonly expectedLevel: WageLevel;
  /** The rule that the story is about. */
  readonly rule?: string;
  /** Month of the books that the story is about (index into the calendar's months); default: the newest due one. */
  readonly month?: number;
  /** False: nobody is registered on the site. */
  readonly hires?: boolean;
  /** The general contractor, when the story needs a certain one. */
  readonly contractor?: FirmStory;
  /** Changes complete and clean books in place; `next` is the following project, complete as well. */
  readonly shape: (site: Site, next: Site) => void;
}
