import type { Scalar, Window } from "../../../schema/policies/condition.ts";
import {
  ENTERPRISE_SCALES,
  ENTERPRISE_TYPES,
  QUALIFICATION_KINDS,
  REGISTRATION_STATUSES,
  TAX_GRADES,
} from "../words.ts";

/** Words of a coded figure, as an officer reads them. */
export type Words = Readonly<Record<string, { readonly description: string }>>;

/** A figure that conditions may ask for: what it holds, and whether it is kept by year. */
export type Figure = { readonly yearly: boolean } & (
  | { readonly kind: "amount" | "share" | "flag" | "text" }
  | { readonly kind: "count"; readonly unit: string }
  | { readonly kind: "word" | "words"; readonly words: Words }
);

const current = <const Kind extends "amount" | "share" | "flag" | "text">(kind: Kind) => ({ kind, yearly: false });
const byYear = <const Kind extends "amount" | "share" | "flag" | "text">(kind: Kind) => ({ kind, yearly: true });
const count = (unit: string, yearly: boolean) => ({ kind: "count" as const, unit, yearly });
const word = (words: Words) => ({ kind: "word" as const, words, yearly: false });

/**
 * Every figure that a policy's conditions may look at, as `dataset.field` (schema/policies/README.md, "The language of
 * conditions"). Yearly ones need a window; the others must not have one.
 */
export const FIGURES: ReadonlyMap<string, Figure> = new Map<string, Figure>([
  ["enterprise.type", word(ENTERPRISE_TYPES)],
  ["enterprise.scale", word(ENTERPRISE_SCALES)],
  ["enterprise.industryCode", current("text")],
  ["enterprise.aboveScale", current("flag")],
  ["enterprise.employees", count("人", false)],
  ["enterprise.status", word(REGISTRATION_STATUSES)],
  ["employerYear.unemploymentPaidMonths", count("个月", true)],
  ["employerYear.insuredAverage", count("人", true)],
  ["employerYear.insuredAtYearEnd", count("人", true)],
  ["employerYear.laidOff", count("人", true)],
  ["employerYear.graduateHires", count("人", true)],
  ["employerYear.newHires", count("人", true)],
  ["employerYear.noWageArrears", byYear("flag")],
  ["employerYear.noInsuranceArrears", byYear("flag")],
  ["employerYear.unemploymentContribution", byYear("amount")],
  ["employerYear.layOffRate", byYear("share")],
  ["employerYear.newHireRate", byYear("share")],
  ["annualReport.revenue", byYear("amount")],
  ["annualReport.profit", byYear("amount")],
  ["annualReport.tax", byYear("amount")],
  ["annualReport.rdExpense", byYear("amount")],
  ["annualReport.equipmentInvestment", byYear("amount")],
  ["annualReport.rdRatio", byYear("share")],
  ["annualReport.revenueGrowth", current("share")],
  // No department reports it to the hub yet: what hangs on it is open, and never taken from the year's growth.
  ["industry.firstQuarterRevenueGrowth", current("share")],
  ["electricity.firstQuarterGrowth", current("share")],
  ["electricity.monthlyMeanToPeakRatio", current("share")],
  ["qualification.kinds", { kind: "words", words: QUALIFICATION_KINDS, yearly: false }],
  ["qualification.recognition", count("次", false)],
  ["taxCredit.grade", word(TAX_GRADES)],
  ["taxCredit.arrears", current("amount")],
  ["abnormal.listed", current("flag")],
  ["court.dishonest", current("flag")],
  ["payout.paid", current("flag")],
]);

/** The departments whose figures come from beyond this system, by the dataset of conditions that they answer. */
export const FOREIGN_DATASETS: ReadonlyMap<string, string> = new Map([
  ["employerYear", "人社"],
  ["court", "法院"],
]);

/**
 * The figures that an amount may be worked out from, by a public rate, and the field of the graph that holds each: whoever reads such an
 * amount knows the figure, so it is given no more clearly than that (`@equation`).
 */
export const AMOUNT_BASES: ReadonlyMap<string, string> = new Map([
  ["employerYear.unemploymentContribution", "EmployerYear.unemploymentContribution"],
  ["employerYear.graduateHires", "EmployerYear.graduateHires"],
  ["annualReport.equipmentInvestment", "AnnualReport.equipmentInvestment"],
]);

/** The known figures of a firm by `factKey`. A figure that is not here is unknown, which is not the same as zero. */
export type Facts = ReadonlyMap<string, Scalar | readonly string[]>;

/** Key of a figure: `dataset.field`, and the window of a yearly one. */
export function factKey(figure: string, window?: Window): string {
  return window ? `${figure}@${window}` : figure;
}
