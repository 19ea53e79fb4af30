import { foreign, received } from "./builder.ts";
import type { EmployerYear as EmployerYearFacts } from "./policies/firm-facts.ts";

/** 人, known here by its key alone. */
export const Person = foreign("Person", "id");

const FIELDS = [
  "year",
  "insuredAverage",
  "insuredAtYearEnd",
  "laidOff",
  "unemploymentPaidMonths",
  "unemploymentContribution",
  "graduateHires",
  "newHires",
  "noWageArrears",
  "noInsuranceArrears",
] as const satisfies readonly (keyof EmployerYearFacts)[];

/** 单位年度参保与裁员情况, received from human-resources; only the fields that policies ask for. */
export const EmployerYear = received<EmployerYearFacts>("EmployerYear", ...FIELDS);

/** The fields of an employer's years that policies ask for. */
export const EMPLOYER_YEAR_FIELDS = FIELDS.join(" ");
