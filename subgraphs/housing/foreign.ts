import { foreign, received } from "./builder.ts";

received("Vehicle", "vehicleType", "value");

/** 企业, known here by its key alone. */
export const Enterprise = foreign("Enterprise", "creditCode");

/** 人, known here by its key, and for the look into eligibility by what 公安 and 人社 bring along. */
export const Person = foreign("Person", "id", "registerId", "deceased", "vehicles", "incomeRecorded", "monthlyIncome");

/** 户, known here by its key alone: who belongs to a family is declared in its case. */
export const Household = foreign("Household", "id");
