import type { Calendar, Day } from "../calendar.ts";
import type { Village } from "../geography/villages.ts";
import type { Industry } from "./industries.ts";

/** A person as other registers know them; a draft has neither yet. */
export interface Registered {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

/** Counts about a firm, kept while its staff are generated; amounts in fen a month. */
interface Headcount {
  insured: number;
  insuredAtYearEnd: number;
  insuredAtYearStart: number;
  newHires: number;
  graduateHires: number;
  laidOff: number;
  wagesAtYearEnd: number;
}

/** A firm, known from the start; its rows are written once its staff and owner are known. */
export interface Firm {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly industry: Industry;
  readonly village: Village;
  readonly establishedOn: Day;
  /** Its share of the district's workforce, relative to the other firms. */
  readonly weight: number;
  readonly story?: FirmStory;
  readonly headcount: Headcount;
  owner?: Registered;
}

/** Scale of a firm, by insured employees (simplified from 工信部联企业〔2011〕300号). */
export type Scale = "LARGE" | "MEDIUM" | "SMALL" | "MICRO";

/** Figures of one calendar year; amounts in fen. */
export interface YearFacts {
  readonly year: number;
  revenue: number;
  profit: number;
  tax: number;
  assets: number;
  rdExpense: number;
  equipmentInvestment: number;
  insuredAverage: number;
  insuredAtYearEnd: number;
  laidOff: number;
  unemploymentPaidMonths: number;
  unemploymentContribution: number;
  graduateHires: number;
  newHires: number;
  noWageArrears: boolean;
  noInsuranceArrears: boolean;
}

/** One quarter's electricity in kWh. */
export interface Quarter {
  readonly year: number;
  readonly quarter: number;
  kilowattHours: number;
  peakMonth: number;
}

/** Everything that the enterprise and labour registers hold about one firm's year; stories change it in place. */
export interface FirmFacts {
  readonly firm: Firm;
  readonly calendar: Calendar;
  scale: Scale;
  employees: number;
  aboveScale: boolean;
  lastYear: YearFacts;
  previousYear: YearFacts;
  electricity: Quarter[];
  taxArrears: number;
  qualifications: {
    kind: "HIGH_TECH" | "SPECIALISED" | "LITTLE_GIANT" | "CHAMPION";
    recognition: number;
    from: Day;
    to: Day;
  }[];
  abnormal: { listedOn: Day; reason: string; removedOn: Day | null }[];
  penalties: { decidedOn: Day; authority: string; reason: string; amount: number }[];
  payouts: { policy: string; amount: number; paidOn: Day }[];
}

/** A planted firm: what sets it apart from an ordinary one. */
export interface FirmStory {
  readonly name: string;
  readonly industry: Industry;
  /** Insured employees to hire, so that its figures rest on real people. */
  readonly openings: (people: number) => number;
  /** Changes the figures in place before they are written. */
  readonly adjust: (facts: FirmFacts) => void;
}
