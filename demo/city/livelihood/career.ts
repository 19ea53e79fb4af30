import type { Day } from "../calendar.ts";
import type { Firm } from "../firms/firm.ts";
import type { Worker } from "../sites/site.ts";

/** A person's source of income today. Amounts in fen a month. */
export type Career =
  | { readonly kind: "none" }
  | { readonly kind: "student" }
  | {
      readonly kind: "employee";
      readonly firm: Firm;
      readonly wage: number;
      readonly startedOn: Day;
      readonly occupation: string;
    }
  | { readonly kind: "selfEmployed"; readonly income: number; readonly startedOn: Day; readonly trade: string }
  | { readonly kind: "flexible"; readonly income: number; readonly startedOn: Day; readonly occupation: string }
  | { readonly kind: "builder"; readonly worker: Worker }
  | {
      readonly kind: "unemployed";
      readonly firm: Firm;
      readonly startedOn: Day;
      readonly endedOn: Day;
      readonly formerWage: number;
      readonly laidOff: boolean;
    }
  | {
      readonly kind: "retired";
      readonly benefit: "EMPLOYEE" | "RESIDENT";
      readonly retiredOn: Day;
      readonly amount: number;
      /** Income from the family's fields besides the pension. */
      readonly farming: number;
    };

/** Income as the departments compute it: current monthly wage plus pension in payment, in fen. */
export function incomeOf(career: Career): number {
  switch (career.kind) {
    case "none":
    case "student":
    case "unemployed":
      return 0;
    case "employee":
      return career.wage;
    case "selfEmployed":
    case "flexible":
      return career.income;
    case "builder":
      return career.worker.monthlyWage;
    case "retired":
      return career.amount + career.farming;
  }
}
