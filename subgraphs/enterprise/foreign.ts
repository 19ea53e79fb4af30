import { foreign, received } from "./builder.ts";
import type { DishonestyRecord, EmployerYear as EmployerYearFacts } from "./policies/firm-facts.ts";

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

/** 失信被执行人, received from the court. */
export const DishonestDebtor = received<DishonestyRecord>("DishonestDebtor", "publishedOn");

/** The fields of an employer's years that policies ask for. */
export const EMPLOYER_YEAR_FIELDS = FIELDS.join(" ");
